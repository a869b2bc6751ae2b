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
  'credit.below_minimum': {
    en: 'That is below the minimum of {minimum} {currency}: nothing is paid.',
    'zh-CN': '低于最低赔付额 {minimum} {currency}，不予支付。',
  },
  'credit.review_required': {
    en: 'Credit {id} waits for a decision on contested time: between {low} and {high} {currency}.',
    'zh-CN': '赔付 {id} 等待对争议时间的裁定：介于 {low} 与 {high} {currency} 之间。',
  },
  'credit.insufficient_evidence': {
    en: 'Credit {id} waits for evidence: between {low} and {high} {currency}.',
    'zh-CN': '赔付 {id} 等待证据：介于 {low} 与 {high} {currency} 之间。',
  },
} as const;
