/** What the reporting service says to its callers: what was refused, why, and the way out. */
export const reporting = {
  'reporting.party_required': {
    en: '{subject} acts for no party. Use credentials with the claim sla_party.',
    'zh-CN': '{subject} 不代表任何一方。请使用带有 sla_party 声明的凭据。',
  },
  'reporting.agreement_not_found': {
    en: 'There is no agreement {id} in force that you may see.',
    'zh-CN': '没有您可以查看的生效协议 {id}。',
  },
  'reporting.credit_not_found': {
    en: 'There is no credit {credit} for the window “{window}”. List the compliance table to find clauses and windows.',
    'zh-CN': '窗口“{window}”没有赔付 {credit}。请列出达标表以查找条款和窗口。',
  },
  'reporting.edition_not_found': {
    en: 'There is no edition {edition} of {agreement} for {period} (0 is the newest). Issue one or list the editions.',
    'zh-CN': '{agreement} 在 {period} 没有第 {edition} 版（0 表示最新）。请签发或列出版次。',
  },
  'reporting.period_malformed': {
    en: '“{value}” is no period. Write a month as 2026-03, a quarter as 2026-Q1 or a year as 2026, between {first} and {last}.',
    'zh-CN': '“{value}”不是有效期间。月写作 2026-03，季写作 2026-Q1，年写作 2026，年份介于 {first} 与 {last} 之间。',
  },
  'reporting.period_empty': {
    en: 'No window of {agreement} ends in {period}: there is nothing to report yet.',
    'zh-CN': '{agreement} 没有在 {period} 结束的窗口，尚无可报告的内容。',
  },
  'reporting.format_unknown': {
    en: 'The format {value} is unknown. Choose JSON, CSV or HTML.',
    'zh-CN': '格式 {value} 未知。请选择 JSON、CSV 或 HTML。',
  },
  'reporting.results_moving': {
    en: 'The results of {agreement} for {period} go on changing. Try again when the import has ended.',
    'zh-CN': '{agreement} 在 {period} 的结果仍在变化。请在导入结束后重试。',
  },
  'reporting.measurement_away': {
    en: 'The measurement service does not answer, so the report cannot tell its story. Try again in a moment.',
    'zh-CN': '测量服务没有应答，报告无法说明来由。请稍后重试。',
  },
  'reporting.reason_too_long': {
    en: 'The reason has {length} characters; at most {max} are printed. Shorten it.',
    'zh-CN': '原因有 {length} 个字符，最多可印 {max} 个。请缩短。',
  },
  'reporting.reason_not_text': {
    en: 'The reason holds control characters. Send plain text.',
    'zh-CN': '原因含有控制字符。请发送纯文本。',
  },
  'reporting.text_not_plain': {
    en: 'The name holds a zero character, which no name has. Send plain text.',
    'zh-CN': '名称含有空字符，任何名称都不含该字符。请发送纯文本。',
  },
  'reporting.edition_negative': {
    en: 'There is no edition {value}. Editions count from 1; 0 is the newest.',
    'zh-CN': '没有第 {value} 版。版次从 1 开始，0 表示最新。',
  },
  'reporting.span_empty': {
    en: 'No time lies between {start} and {end}. Let the span end after it begins.',
    'zh-CN': '{start} 与 {end} 之间没有时间。时间段的结束须晚于开始。',
  },
  'reporting.time_missing': {
    en: 'The time is missing. Give both ends of the span, or leave the span out.',
    'zh-CN': '缺少时间。请给出时间段的两端，或不指定时间段。',
  },
} as const;
