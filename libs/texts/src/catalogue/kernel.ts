/** Refusals of the words that every calculation uses. */
export const kernel = {
  'kernel.instant_out_of_range': {
    en: 'The instant {value} lies outside the years 1900 to 9999.',
    'zh-CN': '时刻 {value} 超出 1900 年至 9999 年的范围。',
  },
  'kernel.instant_malformed': {
    en: '“{value}” is no instant. Write RFC 3339 with an offset and at most milliseconds, for example 2026-03-01T00:00:00+08:00.',
    'zh-CN':
      '“{value}”不是有效时刻。请使用带时区偏移、最多精确到毫秒的 RFC 3339 格式，例如 2026-03-01T00:00:00+08:00。',
  },
  'kernel.duration_malformed': {
    en: '“{value}” is no duration. Write days, hours, minutes and seconds as in P3D, PT36H or P1DT12H.',
    'zh-CN': '“{value}”不是有效时长。请用天、小时、分、秒书写，例如 P3D、PT36H 或 P1DT12H。',
  },
  'kernel.decimal_malformed': {
    en: '“{value}” is no decimal number of at most 38 digits. Write for example 99.95.',
    'zh-CN': '“{value}”不是至多 38 位的十进制数。请写成例如 99.95。',
  },
  'kernel.ratio_malformed': {
    en: '“{value}” is no fraction. Write numerator/denominator, for example 999/1000.',
    'zh-CN': '“{value}”不是分数。请写成 分子/分母，例如 999/1000。',
  },
  'kernel.currency_malformed': {
    en: '“{value}” is no currency. Write an ISO 4217 code such as CNY or EUR.',
    'zh-CN': '“{value}”不是货币代码。请使用 ISO 4217 代码，例如 CNY 或 EUR。',
  },
  'kernel.money_too_fine': {
    en: '{value} is finer than the smallest unit of {currency}. Write no more decimal places than the currency has.',
    'zh-CN': '{value} 比 {currency} 的最小单位更细。小数位数不得多于该货币的位数。',
  },
  'kernel.json_too_deep': {
    en: 'The document is nested too deeply at {path}; 64 levels are the limit.',
    'zh-CN': '文档在 {path} 处嵌套过深，上限为 64 层。',
  },
  'kernel.json_number_not_integer': {
    en: 'The number at {path} is not a safe integer. Write decimals as text, for example "99.9".',
    'zh-CN': '{path} 处的数字不是安全整数。小数请写成文本，例如 "99.9"。',
  },
  'kernel.json_lone_surrogate': {
    en: 'The text at {path} is not valid Unicode.',
    'zh-CN': '{path} 处的文本不是有效的 Unicode。',
  },
  'kernel.json_key_not_ascii': {
    en: 'The name {path} is not ASCII. Names are ASCII; texts may be in any language.',
    'zh-CN': '名称 {path} 不是 ASCII。名称须为 ASCII，文本可用任何语言。',
  },
  'kernel.json_undefined': {
    en: 'The value at {path} is missing.',
    'zh-CN': '{path} 处缺少值。',
  },
} as const;
