/** Lines that tell how a credit was computed. */
export const credit = {
  'credit.computed': { en: 'Credit {id}: {amount} {currency}.', 'zh-CN': '赔付 {id}：{amount} {currency}。' },
  'credit.promise_kept': { en: 'No tier applies: nothing is owed.', 'zh-CN': '未落入任何档位，无需赔付。' },
  'credit.tier': {
    en: 'Below {below} %, so {percent} % of the charge are owed.',
    'zh-CN': '低于 {below}%，应赔付费用的 {percent}%。',
  },
  'credit.basis': {
    en: 'The charge of this window ({window}) is {amount} {currency}.',
    'zh-CN': '该窗口（{window}）的费用为 {amount} {currency}。',
  },
  'credit.capped': { en: 'The cap of {percent} % applies.', 'zh-CN': '适用上限 {percent}%。' },
  'credit.rounded': {
    en: 'Rounded once ({rounding}): {amount} {currency}.',
    'zh-CN': '一次舍入（{rounding}）：{amount} {currency}。',
  },
  'credit.rolling_cap': {
    en: 'Twelve months pay at most {percent} % of their charge; {credited} {currency} of it are credited already, {left} {currency} are left.',
    'zh-CN': '十二个月的赔付不超过费用的 {percent}%；已赔付 {credited} {currency}，剩余 {left} {currency}。',
  },
  'credit.minimum_at_least': {
    en: 'That is below the minimum of {minimum} {currency}: nothing is paid.',
    'zh-CN': '低于最低赔付额 {minimum} {currency}，不予支付。',
  },
  'credit.minimum_above': {
    en: 'Only more than {minimum} {currency} is paid: nothing is paid.',
    'zh-CN': '仅支付高于 {minimum} {currency} 的赔付，因此不予支付。',
  },
  'credit.set_aside': {
    en: 'Credit {id} is set aside: {kept} makes good the same time (family {family}) with no less.',
    'zh-CN': '赔付 {id} 不再支付：同一时间的损失已由 {kept} 赔付，且金额不低（类别 {family}）。',
  },
  'credit.review_required': {
    en: 'Credit {id} waits for a decision on contested time: between {low} and {high} {currency}.',
    'zh-CN': '赔付 {id} 等待对争议时间的裁定：介于 {low} 与 {high} {currency} 之间。',
  },
  'credit.insufficient_evidence': {
    en: 'Credit {id} waits for evidence: between {low} and {high} {currency}.',
    'zh-CN': '赔付 {id} 等待证据：介于 {low} 与 {high} {currency} 之间。',
  },
  'credit.earned_back': {
    en: 'Given back: the next {windows} {windows,window|windows} all reached {target} %.',
    'zh-CN': '已返还：其后 {windows} 个窗口均达到 {target}%。',
  },
} as const;
