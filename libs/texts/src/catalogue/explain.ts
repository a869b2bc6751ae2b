/** Lines of explanations: why a result says what it says. Times are RFC 3339 in UTC. Parameters of durations are whole milliseconds. */
export const explain = {
  'explain.verdict_met': {
    en: '{objective} kept its promise in {window}: {attained} % of at least {target} %.',
    'zh-CN': '{objective} 在 {window} 达标：{attained}%，目标不低于 {target}%。',
  },
  'explain.verdict_missed': {
    en: '{objective} missed its promise in {window}: {attained} % instead of at least {target} %.',
    'zh-CN': '{objective} 在 {window} 未达标：{attained}%，目标不低于 {target}%。',
  },
  'explain.verdict_insufficient_evidence': {
    en: '{objective} cannot be judged in {window}: too little was measured. What was measured gives {attained} %, the target is {target} %.',
    'zh-CN': '{objective} 在 {window} 无法判定：测量数据不足。已测得 {attained}%，目标为 {target}%。',
  },
  'explain.verdict_review_required': {
    en: '{objective} in {window} depends on contested time: measured {attained} %, target {target} %. A person has to decide.',
    'zh-CN': '{objective} 在 {window} 的结论取决于有争议的时间：测得 {attained}%，目标 {target}%。需由人工裁定。',
  },
  'explain.verdict_not_applicable': {
    en: 'Nothing was promised for {objective} in {window}: no time or events remain (attained {attained}, target {target} %).',
    'zh-CN': '{objective} 在 {window} 没有需要履行的承诺：没有剩余的时间或事件（达成 {attained}，目标 {target}%）。',
  },
  'explain.promise': {
    en: 'Promised by {agreement} (content hash {hash}): at least {target} % from {start} to {end}.',
    'zh-CN': '依据协议 {agreement}（内容哈希 {hash}）：自 {start} 至 {end} 不低于 {target}%。',
  },
  'explain.totals_ms': {
    en: 'Counted: {good:span} good, {bad:span} bad, {unknown:span} unknown, {excluded:span} excluded.',
    'zh-CN': '计入：正常 {good:span}，异常 {bad:span}，未知 {unknown:span}，排除 {excluded:span}。',
  },
  'explain.totals_events': {
    en: 'Counted: {good:count} good events, {bad:count} bad, {unknown:count} unknown, {excluded:count} excluded.',
    'zh-CN': '计入：成功事件 {good:count} 个，失败 {bad:count} 个，未知 {unknown:count} 个，排除 {excluded:count} 个。',
  },
  'explain.coverage': {
    en: 'Samples vouch for {percent} % of the time; at least {minimum} % is needed for a verdict.',
    'zh-CN': '样本覆盖了 {percent}% 的时间；作出判定至少需要 {minimum}%。',
  },
  'explain.budget_ms': {
    en: 'The window bears {total:span} of bad time; {used:span} used, {left:span} left.',
    'zh-CN': '该窗口可容忍异常时间 {total:span}；已用 {used:span}，剩余 {left:span}。',
  },
  'explain.budget_events': {
    en: 'These events bear {total:count} bad ones; {used:count} used, {left:count} left.',
    'zh-CN': '这些事件可容忍失败 {total:count} 个；已用 {used:count} 个，剩余 {left:count} 个。',
  },
  'explain.breached_at': { en: 'The budget was used up at {at}.', 'zh-CN': '预算于 {at} 耗尽。' },
  'explain.outage_ms': {
    en: 'Bad from {start} to {end}: {counted:span} counted.',
    'zh-CN': '自 {start} 至 {end} 异常：计入 {counted:span}。',
  },
  'explain.outage_events': {
    en: '{counted} bad {counted,event|events} at {start}.',
    'zh-CN': '{start} 有 {counted} 个失败事件。',
  },
  'explain.more_outages_ms': {
    en: '{n} more bad {n,interval|intervals} with {counted:span} in all.',
    'zh-CN': '另有 {n} 段异常，共 {counted:span}。',
  },
  'explain.more_outages_events': {
    en: '{n} more {n,sample|samples} with {counted} bad events in all.',
    'zh-CN': '另有 {n} 个样本，共 {counted} 个失败事件。',
  },
  'explain.exclusion_drop': {
    en: 'Exclusion {id} takes {start} to {end} out of the calculation.',
    'zh-CN': '排除项 {id} 将 {start} 至 {end} 排除在计算之外。',
  },
  'explain.exclusion_count_good': {
    en: 'Exclusion {id} counts {start} to {end} as good.',
    'zh-CN': '排除项 {id} 将 {start} 至 {end} 计为正常。',
  },
  'explain.exclusion_drop_bad': {
    en: 'Exclusion {id} leaves bad time from {start} to {end} out.',
    'zh-CN': '排除项 {id} 不计 {start} 至 {end} 的异常时间。',
  },
  'explain.exclusion_late_notice': {
    en: 'Exclusion {id} from {start} to {end} was announced too late and does not count.',
    'zh-CN': '排除项 {id}（{start} 至 {end}）通知过晚，不予计入。',
  },
  'explain.exclusion_capped': {
    en: 'Exclusion {id} goes {counted:span} beyond its cap; that time counts as measured.',
    'zh-CN': '排除项 {id} 超出上限 {counted:span}，该时间按实测计入。',
  },
  'explain.dispute_open': {
    en: '{party} contests {start} to {end} (dispute {id}, claims “{claim}”): the result lies between {low} % and {high} %.',
    'zh-CN': '{party} 对 {start} 至 {end} 提出争议（争议 {id}，主张“{claim}”）：结果介于 {low}% 与 {high}% 之间。',
  },
  'explain.dispute_upheld': {
    en: 'Dispute {id} of {party} holds: {start} to {end} counts as “{claim}” (bounds {low} % to {high} %).',
    'zh-CN': '{party} 的争议 {id} 成立：{start} 至 {end} 按“{claim}”计（区间 {low}% 至 {high}%）。',
  },
  'explain.dispute_withdrawn': {
    en: 'Dispute {id} of {party} about {start} to {end} was withdrawn; the measurement counts (claimed “{claim}”, bounds {low} % to {high} %).',
    'zh-CN':
      '{party} 关于 {start} 至 {end} 的争议 {id} 已撤回，以测量为准（曾主张“{claim}”，区间 {low}% 至 {high}%）。',
  },
  'explain.time_slices': {
    en: 'Judged in slices of {length}: one is good from {target} % on or with fewer than {volume} events, and bad ones count in runs of at least {run}.',
    'zh-CN': '按 {length} 的切片判定：达到 {target}% 或事件少于 {volume} 个即为正常，异常切片连续达到 {run} 个才计入。',
  },
  'explain.composite_worst_of': {
    en: 'The whole is its worst of {parts} parts: {value} % (between {low} % and {high} %).',
    'zh-CN': '整体取 {parts} 个组成部分中最差者：{value}%（介于 {low}% 与 {high}% 之间）。',
  },
  'explain.composite_product': {
    en: 'The whole is the product of {parts} parts: {value} % (between {low} % and {high} %).',
    'zh-CN': '整体为 {parts} 个组成部分之积：{value}%（介于 {low}% 与 {high}% 之间）。',
  },
  'explain.composite_additive_loss': {
    en: 'The losses of {parts} parts add up: {value} % are left (between {low} % and {high} %).',
    'zh-CN': '{parts} 个组成部分的损失相加：剩余 {value}%（介于 {low}% 与 {high}% 之间）。',
  },
  'explain.composite_weighted_mean': {
    en: 'The whole is the weighted mean of {parts} parts: {value} % (between {low} % and {high} %).',
    'zh-CN': '整体为 {parts} 个组成部分的加权平均：{value}%（介于 {low}% 与 {high}% 之间）。',
  },
  'explain.composite_n_of_m': {
    en: '{needed} of {parts} parts are needed; that many reach {value} % (between {low} % and {high} %).',
    'zh-CN': '需要 {parts} 个组成部分中的 {needed} 个；达到该数量的水平为 {value}%（介于 {low}% 与 {high}% 之间）。',
  },
  'explain.part_known': {
    en: '{id}: {value} % (between {low} % and {high} %).',
    'zh-CN': '{id}：{value}%（介于 {low}% 与 {high}% 之间）。',
  },
  'explain.part_unknown': {
    en: '{id} is unknown ({value}): anything from {low} % to {high} %.',
    'zh-CN': '{id} 未知（{value}）：可能为 {low}% 至 {high}% 之间的任意值。',
  },
  'explain.part_weighted_known': {
    en: '{id} with {weight} % of the weight: {value} % (between {low} % and {high} %).',
    'zh-CN': '{id}，权重 {weight}%：{value}%（介于 {low}% 与 {high}% 之间）。',
  },
  'explain.part_weighted_unknown': {
    en: '{id} with {weight} % of the weight is unknown ({value}): anything from {low} % to {high} %.',
    'zh-CN': '{id}，权重 {weight}%，未知（{value}）：可能为 {low}% 至 {high}% 之间的任意值。',
  },
  'explain.versions': {
    en: 'Computed by evaluator {evaluator} with tz data {tz}; evidence hash {evidence}.',
    'zh-CN': '由评估器 {evaluator} 使用时区数据 {tz} 计算；证据哈希 {evidence}。',
  },
} as const;
