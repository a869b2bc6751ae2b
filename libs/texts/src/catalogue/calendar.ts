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
  'calendar.date_malformed': {
    en: '“{value}” is no date. Write 2026-10-01, or --10-01 for a date that comes back every year.',
    'zh-CN': '“{value}”不是日期。请写作 2026-10-01；每年重复的日期写作 --10-01。',
  },
  'calendar.hours_malformed': {
    en: '“{value}” are no hours. Write 09:00-17:00; 22:00-06:00 runs over midnight, 00:00-24:00 is the whole day.',
    'zh-CN': '“{value}”不是时段。请写作 09:00-17:00；22:00-06:00 表示跨午夜，00:00-24:00 表示全天。',
  },
  'calendar.hours_overlap': {
    en: 'The hours {value} of one day overlap. Write each hour once.',
    'zh-CN': '同一天的时段 {value} 互相重叠。请勿重复。',
  },
  'calendar.validity_empty': {
    en: 'Its validity ends at {value}, which is not after it begins. Correct one of both.',
    'zh-CN': '有效期在 {value} 结束，不晚于其开始。请更正其一。',
  },
  'calendar.validity_overlap': {
    en: 'The weekly hours {first} and {second} hold on the same dates. End one before the other begins.',
    'zh-CN': '每周工作时间 {first} 与 {second} 的有效日期重叠。请让前者在后者生效前失效。',
  },
  'calendar.date_twice': {
    en: 'The date {value} has hours of its own twice. Keep one entry.',
    'zh-CN': '日期 {value} 被指定了两次工作时间。请只保留一项。',
  },
  'calendar.year_malformed': {
    en: '{value} is no year. Write a whole number such as 2026.',
    'zh-CN': '{value} 不是年份。请写整数，例如 2026。',
  },
  'calendar.ical_structure': {
    en: 'Line {line}: {name} {value} closes or opens nothing here. Export the calendar again as a whole VCALENDAR.',
    'zh-CN': '第 {line} 行：{name} {value} 的开始与结束不匹配。请重新导出完整的 VCALENDAR。',
  },
  'calendar.ical_unsupported': {
    en: 'Line {line}: {name} has “{value}”, which this import does not understand and would not leave out. Write the dates one by one, or remove it.',
    'zh-CN': '第 {line} 行：{name} 含有“{value}”，导入不支持，也不会忽略。请逐个写出日期，或将其删除。',
  },
  'calendar.ical_malformed': {
    en: 'Line {line}: “{value}” of {name} is missing or no value of RFC 5545 that fits this event. Correct the line.',
    'zh-CN': '第 {line} 行：{name} 的“{value}”缺失，或不是符合 RFC 5545 且适用于该事件的值。请更正该行。',
  },
  'calendar.ical_zone': {
    en: 'Line {line}: {name} uses the time zone “{value}”, which is no IANA name. Write for example TZID=Asia/Shanghai, or give its VTIMEZONE an X-LIC-LOCATION.',
    'zh-CN':
      '第 {line} 行：{name} 使用的时区“{value}”不是 IANA 名称。请写作 TZID=Asia/Shanghai，或在其 VTIMEZONE 中给出 X-LIC-LOCATION。',
  },
  'calendar.ical_ambiguous': {
    en: 'Line {line}: the event “{value}” begins or ends while the wall clock of the calendar shows an hour twice. Write it in the zone of the calendar.',
    'zh-CN': '第 {line} 行：事件“{value}”的开始或结束落在日历钟表重复显示的一小时内。请用日历所在时区书写。',
  },
  'calendar.ical_start_not_in_rule': {
    en: 'Line {line}: the event does not begin on a date of its own rule {value}. Let DTSTART be the first date of the rule.',
    'zh-CN': '第 {line} 行：事件的开始日期不符合其规则 {value}。请将 DTSTART 设为规则的第一个日期。',
  },
  'calendar.ical_line_too_long': {
    en: 'Line {line}: the line beginning with {name} is longer than {value} characters. Shorten its text.',
    'zh-CN': '第 {line} 行：以 {name} 开头的行超过 {value} 个字符。请缩短文本。',
  },
  'calendar.ical_too_many_events': {
    en: 'Line {line}: the file has more than {value} events. Import it in parts.',
    'zh-CN': '第 {line} 行：文件中的事件超过 {value} 个。请分批导入。',
  },
  'calendar.ical_too_many_occurrences': {
    en: 'Line {line}: the events of the file take place more than {value} times. End their rules earlier, or import them in parts.',
    'zh-CN': '第 {line} 行：文件中的事件发生次数超过 {value} 次。请提前结束重复规则，或分批导入。',
  },
  'calendar.too_many_days': {
    en: '{days} working days are more than can be counted at a time; {max} is the limit. Use fewer.',
    'zh-CN': '{days} 个工作日超出一次可计算的范围，上限为 {max}。请减少天数。',
  },
  'calendar.holiday_run': {
    en: 'The holiday from {first} to {last} ends before it begins, or lasts more than {max} days. Correct its dates.',
    'zh-CN': '从 {first} 到 {last} 的假期结束早于开始，或超过 {max} 天。请更正日期。',
  },
  'calendar.years_of_dated_holiday': {
    en: 'The holiday {value} has a year already; fromYear and untilYear are for dates that come back every year. Remove them.',
    'zh-CN': '假期 {value} 已含年份；fromYear 与 untilYear 只用于每年重复的日期。请删除。',
  },
  'calendar.local_time_malformed': {
    en: '“{value}” is no wall-clock time. Write 2026-10-01T18:00, without a zone.',
    'zh-CN': '“{value}”不是当地时间。请写作 2026-10-01T18:00，不带时区。',
  },
  'calendar.closure_empty': {
    en: 'The closure from {from} ends at {to}, which is not after it begins. Correct one of both.',
    'zh-CN': '从 {from} 开始的停业到 {to} 结束，结束不晚于开始。请更正其一。',
  },
  'calendar.too_many_entries': {
    en: 'The calendar has {entries} entries of this kind; {max} is the limit. Remove those of the past.',
    'zh-CN': '该日历的此类条目有 {entries} 项，上限为 {max}。请删除已过去的条目。',
  },
  'calendar.beyond_limit': {
    en: 'Calendars are known from {first} to {last}; {at} is outside. Use an instant inside.',
    'zh-CN': '日历的有效范围为 {first} 至 {last}，{at} 超出范围。请使用范围内的时刻。',
  },
} as const;
