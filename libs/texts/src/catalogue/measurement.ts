/** What the measurement service says to its callers: what was refused, why, and the way out. */
export const measurement = {
  'measurement.batch_invalid': {
    en: 'The batch has {count,a fault|faults} ({count}) and nothing of it was stored. Correct what is listed and send it again.',
    'zh-CN': '该批次有 {count} 处错误，未保存任何内容。请更正所列问题后重新发送。',
  },
  'measurement.batch_missing': { en: 'The request carries no batch.', 'zh-CN': '请求中没有批次。' },
  'measurement.batch_empty': {
    en: 'The batch holds no sample. Send at least one.',
    'zh-CN': '批次中没有样本，至少应有一个。',
  },
  'measurement.batch_too_large': {
    en: 'The batch holds {count} samples; {max} is the limit. Split it.',
    'zh-CN': '批次含 {count} 个样本，上限为 {max}。请拆分。',
  },
  'measurement.batch_key_length': {
    en: 'The batch key is empty or longer than {max} characters. Use for example a hash of the content.',
    'zh-CN': '批次键为空或超过 {max} 个字符。可使用内容的哈希。',
  },
  'measurement.batch_key_reused': {
    en: 'Batch key {key} of source {source} was used for other content. Nothing was stored; use a new key for new content.',
    'zh-CN': '来源 {source} 的批次键 {key} 已用于其他内容，未保存任何内容；新内容请使用新的键。',
  },
  'measurement.id_malformed': {
    en: '“{value}” is no id. Use lower-case letters, digits, dots, dashes and underscores, at most 128.',
    'zh-CN': '“{value}”不是有效标识。请使用小写字母、数字、点、短横和下划线，至多 128 个字符。',
  },
  'measurement.sample_from_future': {
    en: 'The instant {at} lies more than 10 minutes ahead of now ({now}). Check the clock of the source.',
    'zh-CN': '时刻 {at} 比当前时间（{now}）超前 10 分钟以上。请检查来源的时钟。',
  },
  'measurement.negative_count': {
    en: 'Counts are negative: {good} good of {total}. Counts are zero or more.',
    'zh-CN': '计数为负：成功 {good}，总数 {total}。计数须为零或正数。',
  },
  'measurement.good_above_total': {
    en: 'There are more good events ({good}) than events ({total}).',
    'zh-CN': '成功事件数（{good}）多于事件总数（{total}）。',
  },
  'measurement.worst_of_values': {
    en: 'Plain values have no worse one. Choose KEEP_FIRST or REFUSE.',
    'zh-CN': '普通数值无优劣之分。请选择 KEEP_FIRST 或 REFUSE。',
  },
  'measurement.values_missing': { en: 'Series {series} brings no values.', 'zh-CN': '序列 {series} 没有值。' },
  'measurement.column_length': {
    en: 'Series {series} brings {instants} instants and {values} values; there must be as many of each.',
    'zh-CN': '序列 {series} 有 {instants} 个时刻和 {values} 个值，二者数量必须相同。',
  },
  'measurement.scale_range': {
    en: 'The scale {value} is not between 0 and {max}. Send fewer decimal places.',
    'zh-CN': '小数位数 {value} 不在 0 到 {max} 之间。请减少小数位数。',
  },
  'measurement.enum_unknown': {
    en: 'The value {value} means nothing here. Check that caller and service use the same proto files.',
    'zh-CN': '取值 {value} 在此处没有意义。请确认调用方与服务使用相同的 proto 文件。',
  },
  'measurement.conflicting_sample': {
    en: 'Series {series} has {stored} at {at}; the batch says {sent}. Nothing of it was stored. Correct the sample or declare KEEP_FIRST or KEEP_WORST.',
    'zh-CN':
      '序列 {series} 在 {at} 已有 {stored}，而批次中为 {sent}，未保存任何内容。请更正样本，或声明 KEEP_FIRST 或 KEEP_WORST。',
  },
  'measurement.series_kind_differs': {
    en: 'Series {series} holds samples of kind {stored}, not {sent}. Send them under another series.',
    'zh-CN': '序列 {series} 的样本类型为 {stored}，不是 {sent}。请使用其他序列。',
  },
  'measurement.series_of_other_source': {
    en: 'Series {series} belongs to source {owner}; {source} may not write it. Send under a series of its own.',
    'zh-CN': '序列 {series} 属于来源 {owner}，{source} 不能写入。请使用自己的序列。',
  },
  'measurement.time_missing': { en: 'The time is missing.', 'zh-CN': '缺少时间。' },
  'measurement.time_too_fine': { en: 'The time is finer than a millisecond.', 'zh-CN': '时间精度超过毫秒。' },
  'measurement.key_missing': {
    en: 'Name a determination by agreement_id, objective_id, window_label and revision (0 for the newest).',
    'zh-CN': '请用 agreement_id、objective_id、window_label 和 revision（0 表示最新）指明判定。',
  },
  'measurement.resolution_expected': {
    en: 'A dispute is resolved as UPHELD or WITHDRAWN.',
    'zh-CN': '争议只能以 UPHELD 或 WITHDRAWN 结束。',
  },
  'measurement.party_required': {
    en: '{subject} acts for no party. Use credentials with the claim sla_party.',
    'zh-CN': '{subject} 不代表任何一方。请使用带有 sla_party 声明的凭据。',
  },
  'measurement.agreement_not_found': {
    en: 'There is no agreement {id} in force that you may see.',
    'zh-CN': '没有您可以查看的生效协议 {id}。',
  },
  'measurement.determination_not_found': {
    en: 'There is no determination of {objective} in {agreement} for the window “{window}”. List determinations to find the labels.',
    'zh-CN': '{agreement} 的 {objective} 在窗口“{window}”没有判定。请列出判定以查找窗口名称。',
  },
  'measurement.not_final': {
    en: 'The window {window} is {phase}: late data still changes it by itself. Only a final determination is restated.',
    'zh-CN': '窗口 {window} 处于 {phase} 阶段，迟到数据仍会自动计入。只有最终判定才能重述。',
  },
  'measurement.window_moved': {
    en: 'The window {window} no longer belongs to the version under which it was judged.',
    'zh-CN': '窗口 {window} 已不属于其判定所依据的版本。',
  },
  'measurement.series_not_in_agreement': {
    en: 'No objective of {agreement} is measured by series {series}.',
    'zh-CN': '协议 {agreement} 没有以序列 {series} 测量的目标。',
  },
  'measurement.series_not_found': {
    en: 'There is no series {series} that you may see.',
    'zh-CN': '没有您可以查看的序列 {series}。',
  },
  'measurement.dispute_not_found': { en: 'There is no dispute {id}.', 'zh-CN': '没有争议 {id}。' },
  'measurement.dispute_resolved': {
    en: 'Dispute {id} is {state} already.',
    'zh-CN': '争议 {id} 已处于 {state} 状态。',
  },
  'measurement.dispute_upheld_by_other': {
    en: 'Dispute {id} was opened by {party}; only the other party can uphold it. You may withdraw it.',
    'zh-CN': '争议 {id} 由 {party} 提出，只有对方可以认可。您可以撤回。',
  },
  'measurement.dispute_withdrawn_by_other': {
    en: 'Dispute {id} was opened by {party}; only {party} can withdraw it. You may uphold it.',
    'zh-CN': '争议 {id} 由 {party} 提出，只有 {party} 可以撤回。您可以认可。',
  },
  'measurement.batch_too_many_bytes': {
    en: 'The batch has {bytes} bytes; {max} is the limit. Split it.',
    'zh-CN': '该批次为 {bytes} 字节，上限为 {max}。请拆分。',
  },
  'measurement.text_with_nul': {
    en: 'The text holds the character NUL, which no text needs. Remove it.',
    'zh-CN': '文本含有空字符（NUL），请将其删除。',
  },
  'measurement.series_identity_differs': {
    en: 'Series {series} has samples with sequence numbers and samples without. Number all samples of a series, or none.',
    'zh-CN': '序列 {series} 的样本有的带序号、有的不带。请让同一序列的样本全部带序号，或全部不带。',
  },
  'measurement.sequence_moved': {
    en: 'Sequence {sequence} of series {series} stands at {stored}; the batch puts it at {sent}. Nothing of it was stored. Correct the sample or declare KEEP_FIRST.',
    'zh-CN':
      '序列 {series} 的序号 {sequence} 位于 {stored}，而批次中为 {sent}，未保存任何内容。请更正样本，或声明 KEEP_FIRST。',
  },
  'measurement.instant_taken': {
    en: 'Series {series} has another value at {at} under another sequence number. Give each value an instant of its own.',
    'zh-CN': '序列 {series} 在 {at} 已有另一序号的值。请为每个值使用不同的时刻。',
  },
  'measurement.source_of_other_party': {
    en: 'Source {source} speaks for another party than {party}. Use a source of your own.',
    'zh-CN': '来源 {source} 代表的不是 {party}。请使用自己的来源。',
  },
  'measurement.reason_too_long': {
    en: 'The reason is longer than {max} characters. Shorten it; documents belong elsewhere.',
    'zh-CN': '理由超过 {max} 个字符。请缩短，文件请另行保存。',
  },
  'measurement.provider_only': {
    en: '{party} is not the provider of {agreement}; only the provider restates. Open a dispute instead.',
    'zh-CN': '{party} 不是 {agreement} 的服务方；只有服务方可以重述。您可以提出争议。',
  },
  'measurement.terms_unknown': {
    en: 'Version {version} of {agreement}, by which this was judged, is not known here any more. Ask the operator to read the events of the agreement again.',
    'zh-CN': '此判定所依据的 {agreement} 第 {version} 版在此处已不存在。请联系运维重新读取该协议的事件。',
  },
  'measurement.dispute_needs_states': {
    en: 'Series {series} holds no states, and a claim is a state. Send corrected samples, and ask the provider to restate.',
    'zh-CN': '序列 {series} 不是状态序列，而主张必须是一种状态。请发送更正后的样本，并请服务方重述。',
  },
  'measurement.label_malformed': {
    en: '“{value}” is no label of a window. Labels read like 2026-03 or 2026-W09; list determinations to find them.',
    'zh-CN': '“{value}”不是窗口名称。窗口名称形如 2026-03 或 2026-W09，请列出判定以查找。',
  },
  'measurement.gap_limit_range': {
    en: 'The limit for gaps is negative or too large. Write milliseconds, or 0 for 1.5 times the most frequent step.',
    'zh-CN': '间隔阈值为负或过大。请填写毫秒数，或填 0 表示最常见步长的 1.5 倍。',
  },
} as const;
