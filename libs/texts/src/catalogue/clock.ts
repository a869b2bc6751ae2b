/** Clocks on tickets: refusals, and the lines of their explanations. Times are RFC 3339 in UTC, durations are milliseconds. */
export const clock = {
  'clock.amount_invalid': {
    en: '{value} is no target or offset of a clock. Give whole milliseconds from 0 to {max}.',
    'zh-CN': '{value} 不能作为时钟的目标或偏移。请填写 0 到 {max} 之间的整数毫秒。',
  },
  'clock.too_many_events': {
    en: 'One clock has {events} events; at most {max} are taken. Check whether the source repeats itself.',
    'zh-CN': '一个时钟有 {events} 个事件，至多接受 {max} 个。请检查来源是否重复发送。',
  },
  'clock.too_many_thresholds': {
    en: 'The clock declares {thresholds} thresholds; at most {max} are taken. Remove some.',
    'zh-CN': '该时钟声明了 {thresholds} 个阈值，至多接受 {max} 个。请删减。',
  },
  'clock.threshold_twice': {
    en: 'The threshold {threshold} is declared twice. Give each an id of its own.',
    'zh-CN': '阈值 {threshold} 声明了两次。请为每个阈值使用不同的标识。',
  },
  'clock.share_negative': {
    en: 'The threshold {threshold} has a negative share of the target, which never passes. Use 0 or more.',
    'zh-CN': '阈值 {threshold} 的目标占比为负，永远不会达到。请使用 0 或更大的值。',
  },
  'clock.event_time_invalid': {
    en: 'Event {event} has the time {value}, which is no whole millisecond of the years 1900 to 9999. Correct the time at the source.',
    'zh-CN': '事件 {event} 的时间 {value} 不是 1900 年至 9999 年之间的整数毫秒。请在来源处更正时间。',
  },
  'clock.sequence_invalid': {
    en: 'Event {event} has the sequence {value}. Use a whole number of 0 or more, and 0 where the source states no order.',
    'zh-CN': '事件 {event} 的序号为 {value}。请使用 0 或更大的整数；来源未说明顺序时用 0。',
  },
  'clock.event_out_of_order': {
    en: 'Event {event} of {at} is not later than the last one taken in, of {last}. Fold the clock again from all its events.',
    'zh-CN': '事件 {event}（{at}）不晚于已处理的最后一个事件（{last}）。请用全部事件重新计算该时钟。',
  },
  'clock.judged_before_last_event': {
    en: 'The clock cannot be judged at {at}: it holds an event of {last}. Fold only the events up to that instant.',
    'zh-CN': '无法在 {at} 判定该时钟：其中已有 {last} 的事件。请只用截至该时刻的事件计算。',
  },
  'clock.calendar_missing': {
    en: 'The calendar {calendar} is not at hand, so nothing can be counted. Provide that version of it.',
    'zh-CN': '缺少日历 {calendar}，无法计时。请提供该日历的对应版本。',
  },
  'clock.condition_too_deep': {
    en: 'Conditions are nested deeper than {max} levels. Say it more simply, or split the clock.',
    'zh-CN': '条件嵌套超过 {max} 层。请简化条件，或拆分该时钟。',
  },
  'clock.chain_too_deep': {
    en: 'The chain of agreements goes deeper than {max} at {agreement}. Join it to a link further up, and check it for a circle.',
    'zh-CN': '协议链在 {agreement} 处超过 {max} 层。请将其接到更上层的协议，并检查是否存在循环。',
  },
  'clock.is_pending': { en: 'Clock {clock} has not started at {at}.', 'zh-CN': '时钟 {clock} 在 {at} 尚未启动。' },
  'clock.is_running': { en: 'Clock {clock} is running at {at}.', 'zh-CN': '时钟 {clock} 在 {at} 正在计时。' },
  'clock.is_paused': { en: 'Clock {clock} is paused at {at}.', 'zh-CN': '时钟 {clock} 在 {at} 处于暂停。' },
  'clock.is_stopped': { en: 'Clock {clock} is stopped at {at}.', 'zh-CN': '时钟 {clock} 在 {at} 已停止。' },
  'clock.is_cancelled': { en: 'Clock {clock} is cancelled at {at}.', 'zh-CN': '时钟 {clock} 在 {at} 已取消。' },
  'clock.cycle_met': {
    en: 'Cycle {cycle} was met: {elapsed} ms of the {target} ms allowed count from {start} to {end} ({wall} ms in all).',
    'zh-CN': '第 {cycle} 轮达标：自 {start} 至 {end}（共 {wall} 毫秒）计入 {elapsed} 毫秒，允许 {target} 毫秒。',
  },
  'clock.cycle_missed': {
    en: 'Cycle {cycle} was missed: {elapsed} ms count from {start} to {end} ({wall} ms in all), and the target, {target} ms at the end, was exceeded.',
    'zh-CN':
      '第 {cycle} 轮未达标：自 {start} 至 {end}（共 {wall} 毫秒）计入 {elapsed} 毫秒，超出了目标（结束时为 {target} 毫秒）。',
  },
  'clock.cycle_undecided': {
    en: 'Cycle {cycle} has no outcome: {elapsed} ms of the {target} ms allowed count from {start} to {end} ({wall} ms in all).',
    'zh-CN': '第 {cycle} 轮没有结论：自 {start} 至 {end}（共 {wall} 毫秒）计入 {elapsed} 毫秒，允许 {target} 毫秒。',
  },
  'clock.cycle_overdue': {
    en: 'Cycle {cycle} is overdue: {elapsed} ms count from {start} to {end} ({wall} ms in all), and the target, {target} ms now, was exceeded.',
    'zh-CN':
      '第 {cycle} 轮已逾期：自 {start} 至 {end}（共 {wall} 毫秒）计入 {elapsed} 毫秒，超出了目标（现为 {target} 毫秒）。',
  },
  'clock.sum_counted': {
    en: 'Working time: {ms} ms, {counted} ms count.',
    'zh-CN': '工作时间：{ms} 毫秒，计入 {counted} 毫秒。',
  },
  'clock.sum_counted_closed': {
    en: 'Working time while the ticket was closed: {ms} ms, {counted} ms count because the closed time is continued.',
    'zh-CN': '工单关闭期间的工作时间：{ms} 毫秒；按“继续计时”规则计入 {counted} 毫秒。',
  },
  'clock.sum_paused': { en: 'Paused: {ms} ms, {counted} ms count.', 'zh-CN': '暂停：{ms} 毫秒，计入 {counted} 毫秒。' },
  'clock.sum_closed': {
    en: 'Closed before it reopened: {ms} ms, {counted} ms count.',
    'zh-CN': '重新打开前的关闭时间：{ms} 毫秒，计入 {counted} 毫秒。',
  },
  'clock.sum_excluded': {
    en: 'Excluded by the agreement: {ms} ms, {counted} ms count.',
    'zh-CN': '协议排除的时间：{ms} 毫秒，计入 {counted} 毫秒。',
  },
  'clock.sum_outside_hours': {
    en: 'Outside working hours: {ms} ms, {counted} ms count.',
    'zh-CN': '工作时间以外：{ms} 毫秒，计入 {counted} 毫秒。',
  },
  'clock.sum_holiday': {
    en: 'Holidays: {ms} ms, {counted} ms count.',
    'zh-CN': '节假日：{ms} 毫秒，计入 {counted} 毫秒。',
  },
  'clock.sum_dated_hours': {
    en: 'Closed by special hours of a date: {ms} ms, {counted} ms count.',
    'zh-CN': '因特定日期的时间安排而关闭：{ms} 毫秒，计入 {counted} 毫秒。',
  },
  'clock.sum_closure': {
    en: 'Closures: {ms} ms, {counted} ms count.',
    'zh-CN': '停业：{ms} 毫秒，计入 {counted} 毫秒。',
  },
  'clock.segment': { en: '{start} to {end}: {ms} ms.', 'zh-CN': '{start} 至 {end}：{ms} 毫秒。' },
  'clock.segment_named': {
    en: '{start} to {end}: {ms} ms, {reason}.',
    'zh-CN': '{start} 至 {end}：{ms} 毫秒，{reason}。',
  },
  'clock.segment_paused_by': {
    en: '{start} to {end}: {ms} ms, paused by {by}.',
    'zh-CN': '{start} 至 {end}：{ms} 毫秒，由 {by} 暂停。',
  },
  'clock.segment_paused_by_for': {
    en: '{start} to {end}: {ms} ms, paused by {by}: {reason}.',
    'zh-CN': '{start} 至 {end}：{ms} 毫秒，由 {by} 暂停：{reason}。',
  },
  'clock.more_segments': {
    en: '{n} more {n,segment|segments}: {ms} ms in all.',
    'zh-CN': '另有 {n} 段，共 {ms} 毫秒。',
  },
  'clock.terms_first': {
    en: 'From {from}: a target of {target} ms by calendar {calendar}.',
    'zh-CN': '自 {from} 起：目标 {target} 毫秒，日历 {calendar}。',
  },
  'clock.terms_forward': {
    en: 'From {from} on, and not before: a target of {target} ms by calendar {calendar}.',
    'zh-CN': '自 {from} 起生效，不追溯：目标 {target} 毫秒，日历 {calendar}。',
  },
  'clock.terms_retroactive': {
    en: 'Since {from}, for the whole cycle: a target of {target} ms by calendar {calendar}.',
    'zh-CN': '自 {from} 起并追溯至本轮开始：目标 {target} 毫秒，日历 {calendar}。',
  },
  'clock.due': { en: 'Due at {at}.', 'zh-CN': '到期时间：{at}。' },
  'clock.due_if_resumed': { en: 'Due at {at} if it resumed now.', 'zh-CN': '若现在恢复计时，到期时间为 {at}。' },
  'clock.due_never': {
    en: 'Never due: the calendar does not open long enough.',
    'zh-CN': '不会到期：日历没有足够的开放时间。',
  },
  'clock.breached': { en: 'The target was exceeded at {at}.', 'zh-CN': '目标于 {at} 被超出。' },
  'clock.provisional': {
    en: 'Provisional: holidays are not published that far; the figures may change with the calendar.',
    'zh-CN': '暂定：相应日期的节假日尚未公布，数值可能随日历变化。',
  },
  'clock.fired': {
    en: 'Threshold {threshold} fired at {at} (terms {generation}).',
    'zh-CN': '阈值 {threshold} 于 {at} 触发（条款序号 {generation}）。',
  },
  'clock.more_firings': { en: '{n} more {n,threshold|thresholds} fired.', 'zh-CN': '另有 {n} 个阈值触发。' },
  'clock.more_findings': { en: '{n} more {n,oddity|oddities}.', 'zh-CN': '另有 {n} 处异常。' },
  'clock.odd_start_beaten_by_stop': {
    en: 'Event {event} at {at} opened and closed the ticket in one moment; nothing was started.',
    'zh-CN': '事件 {event}（{at}）同时打开并关闭了工单，时钟未启动。',
  },
  'clock.odd_stop_before_start': {
    en: 'Event {event} at {at} closes a ticket that had not opened; it has no effect. Check the times at the source.',
    'zh-CN': '事件 {event}（{at}）关闭了尚未打开的工单，不产生影响。请核对来源中的时间。',
  },
  'clock.odd_stop_after_cancel': {
    en: 'Event {event} at {at} closes a cancelled ticket; it has no effect.',
    'zh-CN': '事件 {event}（{at}）关闭了已取消的工单，不产生影响。',
  },
  'clock.odd_pause_before_start': {
    en: 'Event {event} at {at} pauses a clock that had not started; it has no effect.',
    'zh-CN': '事件 {event}（{at}）暂停了尚未启动的时钟，不产生影响。',
  },
  'clock.odd_pause_after_end': {
    en: 'Event {event} at {at} pauses a clock that was over; it has no effect.',
    'zh-CN': '事件 {event}（{at}）暂停了已结束的时钟，不产生影响。',
  },
  'clock.odd_resume_without_pause': {
    en: 'Event {event} at {at} resumes a clock that was not paused; it has no effect.',
    'zh-CN': '事件 {event}（{at}）恢复了未暂停的时钟，不产生影响。',
  },
  'clock.odd_cancel_after_stop': {
    en: 'Event {event} at {at} cancels a stopped clock; its outcome stays.',
    'zh-CN': '事件 {event}（{at}）取消了已停止的时钟，其结论保持不变。',
  },
  'clock.odd_conflicting_event': {
    en: 'Event {event} came twice with different contents; the earlier one of {at} or before counts.',
    'zh-CN': '事件 {event} 两次到达且内容不同；以 {at} 或更早的一次为准。',
  },
} as const;
