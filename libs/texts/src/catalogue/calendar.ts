/** Refusals of zones and wall-clock times. */
export const calendar = {
  'calendar.unknown_zone': {
    en: '“{value}” is no time zone of tz data {version}. Did you mean {near}?',
    'zh-CN': '时区数据 {version} 中没有“{value}”。您是否想用 {near}？',
  },
  'calendar.no_such_date': {
    en: 'The date {date} does not exist.',
    'zh-CN': '日期 {date} 不存在。',
  },
  'calendar.skipped_time': {
    en: 'The wall clock of {zone} skips {time}. Name a time before or after the change.',
    'zh-CN': '{zone} 的钟表跳过了 {time}。请改用调整前或调整后的时间。',
  },
  'calendar.ambiguous_time': {
    en: 'The wall clock of {zone} shows {time} twice. Say which one is meant by an offset.',
    'zh-CN': '{zone} 的钟表两次显示 {time}。请用时区偏移说明是哪一次。',
  },
} as const;
