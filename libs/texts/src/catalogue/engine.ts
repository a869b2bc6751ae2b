/** Refusals of calculations: what was asked for cannot be computed, or would say something untrue. */
export const engine = {
  'engine.too_many_slices': {
    en: '{count} slices are more than the {max} that are kept side by side; use longer slices or a shorter window.',
    'zh-CN': '{count} 个切片超出了可并列保存的上限 {max}；请使用更长的切片或更短的窗口。',
  },
  'engine.slice_overflow': {
    en: 'The slice that begins at {start} would hold more than {max} in one column; use shorter slices.',
    'zh-CN': '始于 {start} 的切片在一列中将超过 {max}；请使用更短的切片。',
  },
  'engine.slice_target_range': {
    en: 'The target of a slice must be above 0 and at most 1; without one a slice cannot be called good or bad.',
    'zh-CN': '切片目标必须大于 0 且不超过 1；否则无法判定切片的好坏。',
  },
  'engine.whole_number_from': {
    en: '{name} is {value}; it must be a whole number of at least {least}.',
    'zh-CN': '{name} 为 {value}；必须是不小于 {least} 的整数。',
  },
  'engine.histogram_scale': {
    en: 'A histogram has the scale {scale}; scales from {min} to {max} can be read.',
    'zh-CN': '直方图的刻度为 {scale}；只能读取 {min} 到 {max} 的刻度。',
  },
  'engine.histogram_negative': {
    en: 'A histogram has a negative count or a negative zero threshold; counts begin at 0. Send it again as measured.',
    'zh-CN': '直方图含有负的计数或负的零阈值；计数从 0 开始。请按实测重新发送。',
  },
  'engine.histogram_bounds': {
    en: 'The bounds of a histogram must ascend, be at most {max}, and be one fewer than its counts.',
    'zh-CN': '直方图的边界必须递增、不超过 {max} 个，且比计数少一个。',
  },
  'engine.negative_count': {
    en: '{value} is no count of events: a source that could not read says so with unknown, never with a number below 0.',
    'zh-CN': '{value} 不是事件计数：数据源读取失败时应报告未知，而不是小于 0 的数字。',
  },
  'engine.part_above_total': {
    en: '{part} of {total} events cannot be: both counts must be of the same moment. Query them together.',
    'zh-CN': '{total} 个事件中不可能有 {part} 个：两个计数必须取自同一时刻。请一起查询。',
  },
  'engine.no_budget_to_burn': {
    en: 'A burn rate needs a target above 0 and below 100 %: without a budget nothing can burn.',
    'zh-CN': '燃烧率要求目标大于 0 且小于 100%：没有预算就无从消耗。',
  },
  'engine.alert_never_fires': {
    en: 'An alert at {factor} times the budget rate can never fire: even a total outage stays at {most}. Use a lower factor.',
    'zh-CN': '燃烧系数为 {factor} 的告警永远不会触发：即使完全中断也只有 {most}。请使用更小的系数。',
  },
  'engine.alert_factor_zero': {
    en: 'An alert needs a factor above 0; otherwise it would fire at the first error.',
    'zh-CN': '告警系数必须大于 0；否则第一个错误就会触发。',
  },
  'engine.alert_window_empty': {
    en: 'An alert needs 1 to {max} windows of at least a millisecond, in whole milliseconds.',
    'zh-CN': '告警需要 1 到 {max} 个窗口，每个至少一毫秒，并以整毫秒计。',
  },
  'engine.alert_hold': {
    en: 'The time for which an alert waits must be a whole number of milliseconds, 0 or more.',
    'zh-CN': '告警的等待时间必须是不小于 0 的整毫秒数。',
  },
  'engine.alert_window_order': {
    en: 'The alert window {window} follows {longer}; each further window must be shorter, so that the alert resets sooner.',
    'zh-CN': '告警窗口 {window} 排在 {longer} 之后；后面的窗口必须更短，以便更快恢复。',
  },
  'engine.alert_window_vanishes': {
    en: 'Scaled to this period nothing is left of the alert window {window} in steps of {resolution}; use a longer period.',
    'zh-CN': '按此周期缩放后，告警窗口 {window} 以 {resolution} 为步长已不复存在；请使用更长的周期。',
  },
  'engine.composite_parts': {
    en: 'A composite has {count} parts; it needs 1 to {max}.',
    'zh-CN': '组合目标有 {count} 个组成部分；需要 1 到 {max} 个。',
  },
  'engine.composite_share': {
    en: 'The part {id} of a composite is not a share between 0 and 1.',
    'zh-CN': '组合目标的组成部分 {id} 不是 0 到 1 之间的比例。',
  },
  'engine.composite_weight': {
    en: 'The part {id} of a weighted composite needs a weight of 0 or more.',
    'zh-CN': '加权组合的组成部分 {id} 需要不小于 0 的权重。',
  },
  'engine.composite_weightless': {
    en: 'All weights of a composite are 0; at least one part must weigh something.',
    'zh-CN': '组合目标的权重全部为 0；至少一个组成部分必须有权重。',
  },
  'engine.composite_needed': {
    en: 'A composite needs {needed} of {count} parts; that must be a whole number from 1 to {count}.',
    'zh-CN': '组合目标要求 {count} 个组成部分中的 {needed} 个；必须是 1 到 {count} 的整数。',
  },
} as const;
