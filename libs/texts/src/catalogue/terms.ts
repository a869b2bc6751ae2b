/** Faults of an agreement document. Each names the thing, the reason and the way out. */
export const terms = {
  'terms.object_expected': {
    en: 'An object with named members is expected here.',
    'zh-CN': '此处应为带有命名成员的对象。',
  },
  'terms.list_expected': { en: 'A list is expected here.', 'zh-CN': '此处应为列表。' },
  'terms.text_expected': { en: 'A text that is not empty is expected here.', 'zh-CN': '此处应为非空文本。' },
  'terms.text_too_long': { en: 'The text is longer than {max} characters.', 'zh-CN': '文本超过 {max} 个字符。' },
  'terms.list_too_long': { en: 'The list has more than {max} members.', 'zh-CN': '列表超过 {max} 项。' },
  'terms.missing': { en: 'The member {member} is missing. Add it.', 'zh-CN': '缺少成员 {member}，请补上。' },
  'terms.unknown_member': {
    en: 'The member {member} means nothing here. Correct its spelling or remove it.',
    'zh-CN': '成员 {member} 在此处没有意义。请更正拼写或删除。',
  },
  'terms.not_one_of': { en: '“{value}” is none of: {allowed}.', 'zh-CN': '“{value}”不在允许的取值之内：{allowed}。' },
  'terms.id_malformed': {
    en: '“{value}” is no id. Use lower-case letters, digits, dots, dashes and underscores, at most 128.',
    'zh-CN': '“{value}”不是有效标识。请使用小写字母、数字、点、短横和下划线，至多 128 个字符。',
  },
  'terms.whole_number_expected': { en: 'A whole number is expected here.', 'zh-CN': '此处应为整数。' },
  'terms.percent_above_100': {
    en: '{member} is {value} %, which is above 100 %. Write a percentage from 0 to 100, for example 99.9.',
    'zh-CN': '{member} 为 {value}%，超过 100%。请填写 0 到 100 之间的百分数，例如 99.9。',
  },
  'terms.percent_below_0': {
    en: '{member} is {value} %, which is below 0 %. Write a percentage from 0 to 100.',
    'zh-CN': '{member} 为 {value}%，低于 0%。请填写 0 到 100 之间的百分数。',
  },
  'terms.unknown_zone': {
    en: '“{value}” is no IANA time zone. Write for example Asia/Shanghai or Europe/Berlin.',
    'zh-CN': '“{value}”不是 IANA 时区。请填写例如 Asia/Shanghai 或 Europe/Berlin。',
  },
  'terms.hold_without_state': {
    en: 'The rule “hold” keeps a state until the next one; events have none. Choose ignore, bad, good or insufficient.',
    'zh-CN': '“hold”规则将状态保持到下一个状态，而事件没有状态。请改用 ignore、bad、good 或 insufficient。',
  },
  'terms.freeze_before_lateness': {
    en: 'freezeAfter is shorter than allowedLateness: data that may still come would come too late. Make it at least as long.',
    'zh-CN': 'freezeAfter 短于 allowedLateness，允许迟到的数据将来不及计入。请使其不短于后者。',
  },
  'terms.anchor_without_month': {
    en: 'A billing day belongs to windows of a month or longer. Remove anchorDay.',
    'zh-CN': '账单日只适用于月或更长的窗口。请删除 anchorDay。',
  },
  'terms.anchor_day_range': {
    en: 'The billing day {value} is not between 1 and 31.',
    'zh-CN': '账单日 {value} 不在 1 到 31 之间。',
  },
  'terms.negative_amount': {
    en: 'The amount is negative. Write an amount of zero or more.',
    'zh-CN': '金额为负。请填写零或正数。',
  },
  'terms.credit_without_charge': {
    en: 'A credit is a share of a charge, and the document has no charges. Add charges.amount and charges.currency.',
    'zh-CN': '赔付是费用的一部分，而文档没有费用。请补充 charges.amount 和 charges.currency。',
  },
  'terms.tiers_empty': {
    en: 'The clause has no tiers. Add at least one.',
    'zh-CN': '该条款没有档位。请至少添加一档。',
  },
  'terms.tier_hole': {
    en: 'The first tier begins below {below} %, the target is {target} %: a miss in between would cost nothing. Begin at the target.',
    'zh-CN': '首档从低于 {below}% 开始，而目标为 {target}%：两者之间的未达标不产生赔付。请从目标值开始。',
  },
  'terms.tier_above_target': {
    en: 'The first tier begins below {below} %, above the target of {target} %: a kept promise would cost money. Begin at the target.',
    'zh-CN': '首档从低于 {below}% 开始，高于目标 {target}%：达标反而产生赔付。请从目标值开始。',
  },
  'terms.tiers_overlap': {
    en: 'The tier below {below} % does not lie under the one before it (below {before} %). Order tiers from the mildest to the gravest.',
    'zh-CN': '低于 {below}% 的档位并不低于前一档（低于 {before}%）。请按由轻到重的顺序排列档位。',
  },
  'terms.tier_pays_less': {
    en: 'The tier pays {percent} %, not more than the milder one before it ({before} %). A graver miss must pay more.',
    'zh-CN': '该档赔付 {percent}%，不高于前一较轻档位（{before}%）。更严重的未达标应赔付更多。',
  },
  'terms.tier_pays_nothing': {
    en: 'The tier pays 0 %. Remove it or let it pay.',
    'zh-CN': '该档赔付为 0%。请删除该档或设定赔付。',
  },
  'terms.cap_unreachable': {
    en: 'The cap is above the gravest tier ({percent} %) and can never be reached. Lower it or remove it.',
    'zh-CN': '上限高于最重档位（{percent}%），永远无法达到。请降低或删除。',
  },
  'terms.term_ends_before_start': { en: 'The term ends before it begins.', 'zh-CN': '期限的结束早于开始。' },
  'terms.interval_ends_before_start': { en: 'The interval ends before it begins.', 'zh-CN': '时间段的结束早于开始。' },
  'terms.one_party_per_role': {
    en: 'There must be exactly one {role}; the document names {count}.',
    'zh-CN': '必须恰有一个 {role}，文档中有 {count} 个。',
  },
  'terms.duplicate_id': { en: 'The id {id} is used twice in this list.', 'zh-CN': '标识 {id} 在此列表中重复。' },
  'terms.unreadable': {
    en: 'The terms do not read as an agreement. See the faults listed with it.',
    'zh-CN': '条款无法作为协议读取，详见所列错误。',
  },
  'terms.dangling_reference': {
    en: '“{id}” is not defined under {to}. Define it there or correct the name.',
    'zh-CN': '{to} 下没有定义“{id}”。请在该处定义或更正名称。',
  },
  'terms.earn_back_windows': {
    en: 'An earn-back takes 1 to {max} windows. Correct the number.',
    'zh-CN': '赔付返还需要 1 至 {max} 个窗口。请更正数目。',
  },
  'terms.earn_back_below_target': {
    en: 'The earn-back at {target} % asks for less than the promise of {promised} %. Raise it.',
    'zh-CN': '赔付返还的要求 {target}% 低于承诺的 {promised}%。请提高。',
  },
  'terms.slice_length': {
    en: 'A slice lasts from one second to one day. Correct its length.',
    'zh-CN': '切片的长度须在一秒到一天之间。请更正。',
  },
  'terms.slice_target_range': {
    en: 'The target of a slice must be above 0 and at most 100 %; otherwise no slice can be called good or bad.',
    'zh-CN': '切片目标必须大于 0 且不超过 100%；否则无法判定切片的好坏。',
  },
  'terms.whole_number_range': {
    en: 'A whole number from {least} to {most} is needed here.',
    'zh-CN': '此处需要 {least} 到 {most} 的整数。',
  },
} as const;
