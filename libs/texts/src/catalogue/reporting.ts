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
    en: '“{value}” is no period. Write a month as 2026-03, a quarter as 2026-Q1 or a year as 2026.',
    'zh-CN': '“{value}”不是有效期间。月写作 2026-03，季写作 2026-Q1，年写作 2026。',
  },
  'reporting.period_empty': {
    en: 'No window of {agreement} ends in {period}: there is nothing to report yet.',
    'zh-CN': '{agreement} 没有在 {period} 结束的窗口，尚无可报告的内容。',
  },
  'reporting.format_unknown': {
    en: 'The format {value} is unknown. Choose JSON, CSV or HTML.',
    'zh-CN': '格式 {value} 未知。请选择 JSON、CSV 或 HTML。',
  },
  'reporting.time_missing': { en: 'The time is missing.', 'zh-CN': '缺少时间。' },
} as const;
