/** A line to type reads the same in both languages. */
const alike = <T extends string>(text: T): { readonly en: T; readonly 'zh-CN': T } => ({ en: text, 'zh-CN': text });

/** What slactl says: its help, the heads of its tables, and what was wrong, why, and the way out. */
export const cli = {
  'cli.program': {
    en: 'Agreements, measurements and reports of an SLA Suite. The context (addresses and token) comes from .local/context.json, $SLA_CONTEXT or --context.',
    'zh-CN': 'SLA Suite 的协议、测量与报告。上下文（地址和令牌）取自 .local/context.json、$SLA_CONTEXT 或 --context。',
  },
  'cli.exit_codes': {
    en: 'Exit codes: 0 done, 1 verification failed, 2 wrong usage or input, 3 refused by a service, 4 not reachable, 5 not permitted.',
    'zh-CN': '退出码：0 完成，1 验证失败，2 用法或输入错误，3 被服务拒绝，4 无法连接，5 没有权限。',
  },
  'cli.example': { en: 'Example:', 'zh-CN': '示例：' },
  'cli.usage': { en: 'Usage:', 'zh-CN': '用法：' },
  'cli.arguments': { en: 'Arguments:', 'zh-CN': '参数：' },
  'cli.options': { en: 'Options:', 'zh-CN': '选项：' },
  'cli.global_options': { en: 'Global options:', 'zh-CN': '全局选项：' },
  'cli.commands': { en: 'Commands:', 'zh-CN': '命令：' },
  'cli.choices': { en: '{what} (one of: {choices})', 'zh-CN': '{what}（可选：{choices}）' },
  'cli.default': { en: '{what} (default: {value})', 'zh-CN': '{what}（默认：{value}）' },

  'cli.option_help': { en: 'show help', 'zh-CN': '显示帮助' },
  'cli.option_output': { en: 'form of the answer', 'zh-CN': '输出格式' },
  'cli.option_lang': { en: 'language of texts', 'zh-CN': '文本语言' },
  'cli.option_context': { en: 'file with addresses and token', 'zh-CN': '包含地址和令牌的文件' },
  'cli.option_key': { en: 'file with the private key', 'zh-CN': '私钥文件' },
  'cli.option_agreement': { en: 'only of this agreement', 'zh-CN': '只列出该协议' },
  'cli.option_source': { en: 'source id of the samples', 'zh-CN': '样本的来源标识' },
  'cli.option_prefix': { en: 'put before every series id', 'zh-CN': '加在每个序列标识之前' },
  'cli.option_series': { en: 'series id of the values', 'zh-CN': '数值的序列标识' },
  'cli.option_staleness': {
    en: 'how long one check vouches, for example 36h; coverage is worked out from it',
    'zh-CN': '一次检查的有效时长，例如 36h；数据覆盖据此计算',
  },
  'cli.option_wait': { en: 'wait until everything is evaluated', 'zh-CN': '等待全部评估完成' },
  'cli.option_time_zone': {
    en: 'IANA zone of stamps without an offset; without it they are refused',
    'zh-CN': '无时差时间戳所属的 IANA 时区；未指定时拒绝此类时间戳',
  },
  'cli.option_overlap': {
    en: 'which of the two instants of a wall time that comes twice',
    'zh-CN': '重复出现的当地时间取哪一个时刻',
  },
  'cli.option_resolution': {
    en: 'smallest step of the values, a power of ten from 1 to 0.000000001',
    'zh-CN': '数值的最小步长，1 到 0.000000001 之间的十的幂',
  },
  'cli.option_rounding': {
    en: 'what to do with values finer than the resolution',
    'zh-CN': '数值细于分辨率时的处理方式',
  },
  'cli.option_conflict': {
    en: 'what to do with a second value of an instant',
    'zh-CN': '同一时刻出现第二个值时的处理方式',
  },
  'cli.option_format': { en: 'form of the report', 'zh-CN': '报告格式' },
  'cli.option_file': { en: 'file to write', 'zh-CN': '写入的文件' },
  'cli.option_issue': { en: 'issue an edition first', 'zh-CN': '先签发一版' },
  'cli.option_reason': { en: 'why; printed in every report that follows', 'zh-CN': '理由；会写入此后的报告' },
  'cli.option_dir': { en: 'folder with local spans', 'zh-CN': '存放本地跨度的目录' },

  'cli.about_apply': {
    en: 'Check agreement documents and store them as drafts; the same content again changes nothing.',
    'zh-CN': '检查协议文档并保存为草稿；内容相同则不做更改。',
  },
  'cli.example_apply': alike('slactl apply examples/web-shop.yaml'),
  'cli.about_freeze': {
    en: 'Freeze a draft: its content and hash never change again.',
    'zh-CN': '冻结草稿：其内容和哈希不再改变。',
  },
  'cli.example_freeze': alike('slactl freeze web-shop 1'),
  'cli.about_keygen': {
    en: 'Make an Ed25519 key for signing in a file that only you may read.',
    'zh-CN': '生成用于签署的 Ed25519 密钥，文件仅本人可读。',
  },
  'cli.example_keygen': alike('slactl keygen northwind.key.json northwind-2026'),
  'cli.about_sign': {
    en: 'Sign a frozen version for your party; the terms are hashed here before they are signed.',
    'zh-CN': '代表您的一方签署已冻结的版本；签署前在本地计算条款哈希。',
  },
  'cli.example_sign': alike('slactl sign web-shop 1 --key northwind.key.json'),
  'cli.about_activate': {
    en: 'Put a version that all parties signed into force.',
    'zh-CN': '使各方均已签署的版本生效。',
  },
  'cli.example_activate': alike('slactl activate web-shop 1'),
  'cli.about_get': { en: 'List what there is.', 'zh-CN': '列出现有内容。' },
  'cli.example_get': alike('slactl get determinations --agreement web-shop -o json'),
  'cli.about_get_agreements': { en: 'List agreements and their versions.', 'zh-CN': '列出协议及其版本。' },
  'cli.example_get_agreements': alike('slactl get agreements'),
  'cli.about_get_determinations': {
    en: 'List determinations with what was bad and how much of the time there is evidence for.',
    'zh-CN': '列出判定，以及异常量和数据覆盖。',
  },
  'cli.example_get_determinations': alike('slactl get determinations --agreement web-shop'),
  'cli.about_get_compliance': {
    en: 'List results with the credits that follow from them.',
    'zh-CN': '列出达标情况及其赔付。',
  },
  'cli.example_get_compliance': alike('slactl get compliance --agreement web-shop --lang zh-CN'),
  'cli.about_get_editions': { en: 'List the issued editions of reports.', 'zh-CN': '列出已签发的报告版次。' },
  'cli.example_get_editions': alike('slactl get editions --agreement web-shop'),
  'cli.about_get_ledger': { en: 'List the bookings of credits.', 'zh-CN': '列出赔付账目。' },
  'cli.example_get_ledger': alike('slactl get ledger --agreement web-shop -o yaml'),
  'cli.about_get_restatements': {
    en: 'List final windows for which late samples wait.',
    'zh-CN': '列出有迟到样本等待重述的最终窗口。',
  },
  'cli.example_get_restatements': alike('slactl get restatements'),
  'cli.about_get_disputes': { en: 'List disputes, oldest first.', 'zh-CN': '列出争议，最早的在前。' },
  'cli.example_get_disputes': alike('slactl get disputes --agreement web-shop'),
  'cli.about_describe': { en: 'Tell everything about one thing.', 'zh-CN': '详细描述一项内容。' },
  'cli.example_describe': alike('slactl describe series shop.checkout.probe'),
  'cli.about_describe_agreement': {
    en: 'Describe an agreement: parties, versions, hashes, signatures.',
    'zh-CN': '描述协议：各方、版本、哈希与签名。',
  },
  'cli.example_describe_agreement': alike('slactl describe agreement web-shop'),
  'cli.about_describe_series': {
    en: 'Describe a series: samples, duplicates, and gaps, which are never filled.',
    'zh-CN': '描述序列：样本、重复和缺口；缺口绝不填补。',
  },
  'cli.example_describe_series': alike('slactl describe series shop.checkout.probe'),
  'cli.about_describe_determination': {
    en: 'Describe a determination: every figure, version and hash.',
    'zh-CN': '描述判定：全部数字、版本与哈希。',
  },
  'cli.example_describe_determination': alike('slactl describe determination web-shop checkout-availability 2026-09'),
  'cli.about_import': {
    en: 'Send samples from files. A repeated import counts once.',
    'zh-CN': '从文件发送样本。重复导入只计一次。',
  },
  'cli.example_import': alike(
    'slactl import checks history_checks.csv.gz --source upptime --series-prefix sites. --wait',
  ),
  'cli.about_import_checks': {
    en: 'Import checks of status pages (CSV, plain or gzip, with checked_at, slug, status).',
    'zh-CN': '导入状态页检查记录（CSV，可为 gzip，含 checked_at、slug、status 列）。',
  },
  'cli.example_import_checks': alike(
    'slactl import checks history_checks.csv.gz --source upptime --series-prefix sites. --staleness 36h --wait',
  ),
  'cli.about_import_values': {
    en: 'Import values of one series (CSV, plain or gzip, with timestamp and value).',
    'zh-CN': '导入一个序列的数值（CSV，可为 gzip，含 timestamp、value 列）。',
  },
  'cli.example_import_values': alike(
    'slactl import values cpu.csv --source cloudwatch --series shop.web.cpu --time-zone UTC --resolution 0.001',
  ),
  'cli.about_import_wait': {
    en: 'Wait until everything that was sent is evaluated and published.',
    'zh-CN': '等待已发送的内容全部完成评估和发布。',
  },
  'cli.example_import_wait': alike('slactl import wait'),
  'cli.about_restate': {
    en: 'Make the next revision of a final determination with everything known by now.',
    'zh-CN': '依据目前已知的全部数据，为最终判定作出下一修订。',
  },
  'cli.example_restate': alike(
    'slactl restate web-shop checkout-availability 2026-05 --reason "An outage was reported late."',
  ),
  'cli.about_report': {
    en: 'Read the newest edition of a report, or issue one first.',
    'zh-CN': '读取报告的最新版次，或先签发一版。',
  },
  'cli.example_report': alike('slactl report web-shop 2026-09 --format html --file report.html'),
  'cli.about_explain': { en: 'Tell why a determination says what it says.', 'zh-CN': '说明判定为何如此。' },
  'cli.example_explain': alike('slactl explain web-shop checkout-availability 2026-09 --lang zh-CN'),
  'cli.about_evidence': { en: 'Save the evidence bundle of a determination.', 'zh-CN': '保存判定的证据包。' },
  'cli.example_evidence': alike('slactl evidence web-shop checkout-availability 2026-09 --file evidence.json'),
  'cli.about_verify': {
    en: 'Compute a determination again from its bundle, without any server.',
    'zh-CN': '仅凭证据包离线复算判定，无需任何服务器。',
  },
  'cli.example_verify': alike('slactl verify evidence.json'),
  'cli.about_trace': {
    en: 'Draw everything reachable from a trace by parent and link edges (local spans).',
    'zh-CN': '画出从一条跟踪经父子或链接关系可达的全部跨度（本地）。',
  },
  'cli.example_trace': alike('slactl trace 4bf92f3577b34da6a3ce929d0e0e4736'),

  'cli.head_agreement': { en: 'agreement', 'zh-CN': '协议' },
  'cli.head_amount': { en: 'amount', 'zh-CN': '金额' },
  'cli.head_attained': { en: 'attained', 'zh-CN': '达成值' },
  'cli.head_bad': { en: 'bad', 'zh-CN': '异常' },
  'cli.head_budget_left': { en: 'budget left', 'zh-CN': '剩余预算' },
  'cli.head_claim': { en: 'claim', 'zh-CN': '主张' },
  'cli.head_clause': { en: 'clause', 'zh-CN': '条款' },
  'cli.head_column': { en: 'column', 'zh-CN': '列' },
  'cli.head_complete': { en: 'complete', 'zh-CN': '完整' },
  'cli.head_computed': { en: 'computed', 'zh-CN': '复算值' },
  'cli.head_coverage': { en: 'coverage', 'zh-CN': '数据覆盖' },
  'cli.head_credit': { en: 'credit', 'zh-CN': '赔付' },
  'cli.head_credit_account': { en: 'credit account', 'zh-CN': '贷方账户' },
  'cli.head_debit_account': { en: 'debit account', 'zh-CN': '借方账户' },
  'cli.head_edition': { en: 'edition', 'zh-CN': '版次' },
  'cli.head_fault': { en: 'fault', 'zh-CN': '错误' },
  'cli.head_field': { en: 'field', 'zh-CN': '字段' },
  'cli.head_figure': { en: 'figure', 'zh-CN': '项目' },
  'cli.head_file': { en: 'file', 'zh-CN': '文件' },
  'cli.head_first': { en: 'first', 'zh-CN': '最早' },
  'cli.head_id': { en: 'id', 'zh-CN': '标识' },
  'cli.head_kind': { en: 'kind', 'zh-CN': '种类' },
  'cli.head_last': { en: 'last', 'zh-CN': '最晚' },
  'cli.head_line': { en: 'line', 'zh-CN': '行' },
  'cli.head_objective': { en: 'objective', 'zh-CN': '目标项' },
  'cli.head_opened_by': { en: 'opened by', 'zh-CN': '提出方' },
  'cli.head_outcome': { en: 'outcome', 'zh-CN': '结果' },
  'cli.head_period': { en: 'period', 'zh-CN': '期间' },
  'cli.head_phase': { en: 'phase', 'zh-CN': '阶段' },
  'cli.head_revision': { en: 'revision', 'zh-CN': '修订' },
  'cli.head_samples': { en: 'samples', 'zh-CN': '样本' },
  'cli.head_series': { en: 'series', 'zh-CN': '序列' },
  'cli.head_state': { en: 'state', 'zh-CN': '状态' },
  'cli.head_stated': { en: 'stated', 'zh-CN': '所述值' },
  'cli.head_target': { en: 'target', 'zh-CN': '目标值' },
  'cli.head_title': { en: 'title', 'zh-CN': '名称' },
  'cli.head_value': { en: 'value', 'zh-CN': '值' },
  'cli.head_verdict': { en: 'verdict', 'zh-CN': '判定' },
  'cli.head_version': { en: 'version', 'zh-CN': '版本' },
  'cli.head_versions': { en: 'versions', 'zh-CN': '版本' },
  'cli.head_what': { en: 'what', 'zh-CN': '何处' },
  'cli.head_window': { en: 'window', 'zh-CN': '窗口' },

  'cli.phase_open': { en: 'open', 'zh-CN': '进行中' },
  'cli.phase_provisional': { en: 'provisional', 'zh-CN': '暂定' },
  'cli.phase_final': { en: 'final', 'zh-CN': '最终' },
  'cli.phase_restated': { en: 'restated', 'zh-CN': '已重述' },
  'cli.verdict_on_course': { en: '… within budget', 'zh-CN': '… 预算内' },
  'cli.verdict_at_risk': { en: '▲ at risk', 'zh-CN': '▲ 有风险' },
  'cli.verdict_met': { en: '✓ met', 'zh-CN': '✓ 达标' },
  'cli.verdict_missed': { en: '✗ missed', 'zh-CN': '✗ 未达标' },
  'cli.verdict_insufficient_evidence': { en: '? insufficient evidence', 'zh-CN': '? 证据不足' },
  'cli.verdict_review_required': { en: '! review required', 'zh-CN': '! 需裁定' },
  'cli.verdict_not_applicable': { en: '– not applicable', 'zh-CN': '– 不适用' },
  'cli.version_draft': { en: 'draft', 'zh-CN': '草稿' },
  'cli.version_awaiting_signature': { en: 'awaiting signature', 'zh-CN': '待签署' },
  'cli.version_signed': { en: 'signed', 'zh-CN': '已签署' },
  'cli.version_effective': { en: 'effective', 'zh-CN': '生效' },
  'cli.version_superseded': { en: 'superseded', 'zh-CN': '已取代' },
  'cli.version_terminated': { en: 'terminated', 'zh-CN': '已终止' },
  'cli.dispute_open': { en: 'open', 'zh-CN': '待处理' },
  'cli.dispute_upheld': { en: 'upheld', 'zh-CN': '已认可' },
  'cli.dispute_withdrawn': { en: 'withdrawn', 'zh-CN': '已撤回' },
  'cli.state_up': { en: 'up', 'zh-CN': '正常' },
  'cli.state_down': { en: 'down', 'zh-CN': '中断' },
  'cli.state_degraded': { en: 'degraded', 'zh-CN': '降级' },
  'cli.state_unknown': { en: 'unknown', 'zh-CN': '未知' },
  'cli.word_unknown': { en: 'unknown ({value})', 'zh-CN': '未知（{value}）' },
  'cli.under_review': { en: 'under review {low} … {high}', 'zh-CN': '待裁定 {low} … {high}' },
  'cli.yes': { en: 'yes', 'zh-CN': '是' },
  'cli.no': { en: 'no', 'zh-CN': '否' },

  'cli.outcome_stored': { en: 'stored', 'zh-CN': '已保存' },
  'cli.outcome_unchanged': { en: 'unchanged', 'zh-CN': '无变化' },
  'cli.outcome_frozen': { en: 'frozen', 'zh-CN': '已冻结' },
  'cli.outcome_signed': { en: 'signed', 'zh-CN': '已签署' },
  'cli.outcome_effective': { en: 'effective', 'zh-CN': '已生效' },
  'cli.key_made': { en: 'key {keyId}, thumbprint {thumbprint}', 'zh-CN': '密钥 {keyId}，指纹 {thumbprint}' },
  'cli.edition_saved': {
    en: '{file}: edition {edition}, SHA-256 {hash}',
    'zh-CN': '{file}：第 {edition} 版，SHA-256 {hash}',
  },
  'cli.evidence_saved': { en: '{file}: {bytes} bytes', 'zh-CN': '{file}：{bytes} 字节' },
  'cli.restated': {
    en: '{objective} {window}: revision {revision}, {verdict}',
    'zh-CN': '{objective} {window}：第 {revision} 次修订，{verdict}',
  },
  'cli.restated_nothing': {
    en: '{objective} {window}: nothing had changed; revision {revision} stands',
    'zh-CN': '{objective} {window}：没有变化，第 {revision} 次修订仍然有效',
  },
  'cli.trace': { en: 'trace {traceId}', 'zh-CN': '跟踪号 {traceId}' },
  'cli.none': { en: 'There are none.', 'zh-CN': '没有内容。' },

  'cli.verified': {
    en: '{file} is proven: every figure follows from the samples and terms in it.',
    'zh-CN': '{file} 已验证：每个数字都由其中的样本和条款得出。',
  },
  'cli.verification_failed': {
    en: '{file} is not what it says: {count} {count,place differs|places differ}. The first is {what}.',
    'zh-CN': '{file} 与其所述不符：{count} 处不一致，首先是 {what}。',
  },
  'cli.what_bundle': { en: 'the bundle as a whole', 'zh-CN': '证据包整体' },
  'cli.what_json': { en: 'byte {place} of the file', 'zh-CN': '文件第 {place} 字节' },
  'cli.what_form': { en: 'byte {place} of the file, its canonical form', 'zh-CN': '文件第 {place} 字节（规范形式）' },
  'cli.what_terms': { en: 'the terms of the agreement', 'zh-CN': '协议条款' },
  'cli.what_schema': { en: 'the schema', 'zh-CN': '模式' },
  'cli.what_evaluator': { en: 'the version of the evaluator', 'zh-CN': '评估程序版本' },
  'cli.what_tz': { en: 'the version of the tz data', 'zh-CN': '时区数据版本' },
  'cli.what_result_hash': { en: 'the result hash', 'zh-CN': '结果哈希' },
  'cli.what_bundle_hash': { en: 'the hash over the whole bundle', 'zh-CN': '整包哈希' },
  'cli.what_figure': { en: 'figure {name}', 'zh-CN': '数字 {name}' },
  'cli.what_hour': { en: 'the slices of hour {name}', 'zh-CN': '{name} 这一小时的切片' },
  'cli.what_samples': { en: 'the samples of {name}', 'zh-CN': '{name} 的样本' },
  'cli.what_member': { en: 'member {name}', 'zh-CN': '成员 {name}' },
  'cli.json_expected': { en: 'JSON in UTF-8', 'zh-CN': 'UTF-8 编码的 JSON' },
  'cli.unreadable': { en: 'unreadable', 'zh-CN': '无法读取' },

  'cli.import_samples': { en: 'samples sent', 'zh-CN': '已发送样本' },
  'cli.import_accepted': { en: 'new', 'zh-CN': '新增' },
  'cli.import_duplicates': { en: 'there before, same value', 'zh-CN': '已存在且值相同' },
  'cli.import_conflicting': { en: 'there before, other value', 'zh-CN': '已存在但值不同' },
  'cli.import_pending': { en: 'after the freeze, not counted', 'zh-CN': '冻结后到达，未计入' },
  'cli.import_replayed': { en: 'batches stored before', 'zh-CN': '此前已保存的批次' },
  'cli.import_retries': { en: 'batches sent again', 'zh-CN': '重发的批次' },
  'cli.import_seconds': { en: 'seconds', 'zh-CN': '秒' },
  'cli.import_rate': { en: 'samples per second', 'zh-CN': '每秒样本数' },
  'cli.import_rows': { en: 'rows of the file', 'zh-CN': '文件行数' },
  'cli.import_first': { en: 'first row', 'zh-CN': '首行时刻' },
  'cli.import_last': { en: 'last row', 'zh-CN': '末行时刻' },
  'cli.import_modal_step': { en: 'most frequent step', 'zh-CN': '最常见步长' },
  'cli.import_irregular': { en: 'other steps', 'zh-CN': '其他步长' },
  'cli.import_backwards': { en: 'steps of zero or back', 'zh-CN': '重复或倒退' },
  'cli.import_rounded': { en: 'values rounded', 'zh-CN': '已舍入的数值' },
  'cli.progress': { en: '{value} samples', 'zh-CN': '{value} 个样本' },
  'cli.caught_up': { en: 'everything is evaluated and published', 'zh-CN': '已全部评估并发布' },
  'cli.service_away': {
    en: 'The service does not answer; the batch is sent again under the same key.',
    'zh-CN': '服务没有应答；将以相同的键重发该批次。',
  },

  'cli.series_modal_step': { en: 'most frequent step', 'zh-CN': '最常见步长' },
  'cli.series_duplicates': { en: 'received again, same value', 'zh-CN': '重复收到且值相同' },
  'cli.series_conflicts': { en: 'received again, other value', 'zh-CN': '重复收到但值不同' },
  'cli.series_without_gaps': { en: 'No gaps.', 'zh-CN': '没有缺口。' },
  'cli.series_gaps': { en: 'gaps', 'zh-CN': '缺口' },
  'cli.series_missing': { en: 'samples missing in gaps', 'zh-CN': '缺口中缺失的样本' },
  'cli.series_gap': {
    en: '{after} … {before}: {missing} missing',
    'zh-CN': '{after} … {before}：缺 {missing} 个',
  },
  'cli.more_rows': { en: '… and {count} more', 'zh-CN': '……另有 {count} 项' },

  'cli.trace_links': { en: '{count} {count,link|links}', 'zh-CN': '{count} 个链接' },
  'cli.trace_hidden': { en: '… {count} more spans', 'zh-CN': '……另有 {count} 个跨度' },

  'cli.failure': { en: 'The command failed: {why}', 'zh-CN': '命令失败：{why}' },
  'cli.no_context': {
    en: 'There is no context file {file}. Start a local suite with “npm start”, or name one with --context or SLA_CONTEXT.',
    'zh-CN': '没有上下文文件 {file}。请用“npm start”启动本地系统，或用 --context 或 SLA_CONTEXT 指定。',
  },
  'cli.context_malformed': {
    en: 'The context file {file} is no JSON object with the addresses of agreements, measurement and reporting ({missing} missing). Write them as host:port.',
    'zh-CN':
      '上下文文件 {file} 不是含 agreements、measurement、reporting 地址的 JSON 对象（缺少 {missing}）。请以 主机:端口 的形式填写。',
  },
  'cli.no_file': { en: 'There is no file {file}. Check its name.', 'zh-CN': '没有文件 {file}。请检查文件名。' },
  'cli.file_forbidden': {
    en: 'You may not read or write {file}. Ask its owner, or choose another.',
    'zh-CN': '您无权读写 {file}。请联系其所有者，或选择其他文件。',
  },
  'cli.file_is_folder': {
    en: '{file} is a folder. Name a file in it.',
    'zh-CN': '{file} 是目录。请指定其中的文件。',
  },
  'cli.file_failed': {
    en: '{file} could not be read or written ({why}). Try again, or choose another file.',
    'zh-CN': '无法读写 {file}（{why}）。请重试，或选择其他文件。',
  },
  'cli.gzip_truncated': {
    en: '{file}: the gzip data ends too early. What came before line {line} was sent and counts once; fetch the file again and repeat the import.',
    'zh-CN': '{file}：gzip 数据不完整。第 {line} 行之前的内容已发送且只计一次；请重新获取文件并再次导入。',
  },
  'cli.gzip_broken': {
    en: '{file} is named like gzip and is none, or it is damaged. Fetch it again, or name it without .gz.',
    'zh-CN': '{file} 的名称像 gzip，但内容不是或已损坏。请重新获取，或去掉 .gz 后缀。',
  },
  'cli.line_too_long': {
    en: '{file}:{line}: the record is longer than {max} bytes; this is no file of samples. Nothing of it was sent.',
    'zh-CN': '{file}:{line}：该记录超过 {max} 字节，这不是样本文件。该记录未发送。',
  },
  'cli.quote_open': {
    en: '{file}:{line}: a quotation mark is opened here and never closed. Close it, or double it inside a cell.',
    'zh-CN': '{file}:{line}：此处的引号没有结束。请补上结束引号，单元格内的引号须写两次。',
  },
  'cli.csv_malformed': {
    en: '{file}:{line}: the line is no CSV ({why}). Correct it and run the import again.',
    'zh-CN': '{file}:{line}：该行不是有效的 CSV（{why}）。请更正后重新导入。',
  },
  'cli.file_empty': {
    en: '{file}: the file is empty. Its first line must name the columns {columns}.',
    'zh-CN': '{file}：文件为空。首行须为列名 {columns}。',
  },
  'cli.columns_missing': {
    en: '{file}:1: the column {missing} is missing; the first line names {present}. Add it and run the import again.',
    'zh-CN': '{file}:1：缺少列 {missing}，首行为 {present}。请补充后重新导入。',
  },
  'cli.column_twice': {
    en: '{file}:1: the column {column} comes twice, and it is not clear which one counts. Remove one.',
    'zh-CN': '{file}:1：列 {column} 出现两次，无法确定以哪个为准。请删除其一。',
  },
  'cli.cell_missing': {
    en: '{file}:{line}: the line has no {column}. Complete it, or remove the line.',
    'zh-CN': '{file}:{line}：该行没有 {column}。请补全，或删除该行。',
  },
  'cli.status_unknown': {
    en: '{file}:{line}: status is “{value}”. Write up, down or degraded.',
    'zh-CN': '{file}:{line}：status 为“{value}”。请写 up、down 或 degraded。',
  },
  'cli.time_malformed': {
    en: '{file}:{line}: {column} is “{value}”. Write RFC 3339 with an offset, for example 2026-03-01T00:00:00Z.',
    'zh-CN': '{file}:{line}：{column} 为“{value}”。请按 RFC 3339 写明时差，例如 2026-03-01T00:00:00Z。',
  },
  'cli.time_without_offset': {
    en: '{file}:{line}: {column} is “{value}” and names no offset, so it could be any of 26 hours. Say which clock it was with --time-zone, for example --time-zone UTC.',
    'zh-CN':
      '{file}:{line}：{column} 为“{value}”，未写时差，可能相差一天以上。请用 --time-zone 说明所用时钟，例如 --time-zone UTC。',
  },
  'cli.time_twice': {
    en: '{file}:{line}: {value} comes twice in {zone}, when the clock is set back. Choose with --overlap earlier or --overlap later.',
    'zh-CN': '{file}:{line}：{value} 在 {zone} 因时钟回拨出现两次。请用 --overlap earlier 或 --overlap later 选择。',
  },
  'cli.time_skipped': {
    en: '{file}:{line}: {value} does not exist in {zone}, where the clock jumps over it. The file was written by another clock: correct --time-zone.',
    'zh-CN': '{file}:{line}：{value} 在 {zone} 不存在（时钟跳过）。文件由其他时钟写成，请更正 --time-zone。',
  },
  'cli.zone_unknown': {
    en: 'There is no time zone “{value}”. Write an IANA name, for example Asia/Shanghai or UTC.',
    'zh-CN': '没有时区“{value}”。请写 IANA 名称，例如 Asia/Shanghai 或 UTC。',
  },
  'cli.value_malformed': {
    en: '{file}:{line}: value is “{value}”, which is no decimal number. Write for example 12.5; leave the line out where nothing was measured.',
    'zh-CN': '{file}:{line}：value 为“{value}”，不是十进制数。请写成例如 12.5；没有测量值时请删除该行。',
  },
  'cli.value_too_fine': {
    en: '{file}:{line}: {value} is finer than the resolution {resolution}. Declare a finer --resolution, or say how to round with --rounding.',
    'zh-CN':
      '{file}:{line}：{value} 细于分辨率 {resolution}。请声明更细的 --resolution，或用 --rounding 指定舍入方式。',
  },
  'cli.value_too_large': {
    en: '{file}:{line}: {value} at the resolution {resolution} needs more than 63 bits. Declare a coarser --resolution.',
    'zh-CN': '{file}:{line}：{value} 在分辨率 {resolution} 下超过 63 位。请声明更粗的 --resolution。',
  },
  'cli.resolution_malformed': {
    en: '“{value}” is no resolution. Write a power of ten from 1 to 0.000000001.',
    'zh-CN': '“{value}”不是有效的分辨率。请写 1 到 0.000000001 之间的十的幂。',
  },
  'cli.staleness_malformed': {
    en: '“{value}” is no length of time. Write for example 36h, 90m or PT36H.',
    'zh-CN': '“{value}”不是有效的时长。请写例如 36h、90m 或 PT36H。',
  },
  'cli.slugs_collide': {
    en: '{file}:{line}: the slugs “{first}” and “{second}” both become the series {series}, and two sites must not be one. Rename one of them.',
    'zh-CN': '{file}:{line}：“{first}”和“{second}”都会成为序列 {series}，两个站点不能合为一个。请修改其中一个 slug。',
  },
  'cli.slug_without_id': {
    en: '{file}:{line}: the slug “{value}” makes no series id with the prefix “{prefix}”. Use letters and digits, at most 128 characters in all.',
    'zh-CN': '{file}:{line}：“{value}”与前缀“{prefix}”无法组成序列标识。请使用字母和数字，总长至多 128 个字符。',
  },
  'cli.no_receipt': {
    en: 'The service stored a batch and gave no receipt. Check that slactl and the service are of the same release.',
    'zh-CN': '服务保存了批次但没有回执。请确认 slactl 与服务版本一致。',
  },
  'cli.still_waiting': {
    en: '{windows} windows and {events} events still wait after {seconds} s. Nothing is lost; look again with: slactl import wait',
    'zh-CN':
      '{seconds} 秒后仍有 {windows} 个窗口和 {events} 个事件在等待。数据不会丢失，请稍后再用：slactl import wait',
  },
  'cli.document_faults': {
    en: '{count} {count,fault|faults} in the documents; nothing was stored of {files}.',
    'zh-CN': '文档有 {count} 处错误；{files} 未保存。',
  },
  'cli.version_malformed': {
    en: '“{value}” is no version. Versions are numbered from 1.',
    'zh-CN': '“{value}”不是版本号。版本号从 1 开始。',
  },
  'cli.key_exists': {
    en: '{file} exists, and a key is never overwritten. Choose another file.',
    'zh-CN': '{file} 已存在，密钥不会被覆盖。请选择其他文件。',
  },
  'cli.key_malformed': {
    en: '{file} is no key of slactl. Make one with: slactl keygen FILE KEY-ID',
    'zh-CN': '{file} 不是 slactl 的密钥。请用以下命令生成：slactl keygen 文件 密钥标识',
  },
  'cli.no_party': {
    en: 'The context names no party to sign for. Add "party" to the context file.',
    'zh-CN': '上下文未指明代表哪一方签署。请在上下文文件中加入 "party"。',
  },
  'cli.no_version': {
    en: '{agreement} has no version {version}. List them with: slactl describe agreement {agreement}',
    'zh-CN': '{agreement} 没有第 {version} 版。请用以下命令查看：slactl describe agreement {agreement}',
  },
  'cli.hash_differs': {
    en: 'The service says {stated} and the terms hash to {computed}. Nothing was signed; report this to the operator.',
    'zh-CN': '服务给出 {stated}，而条款的哈希为 {computed}。未签署任何内容，请告知运维人员。',
  },
  'cli.no_spans': {
    en: 'There is no folder of spans {dir}. A local suite writes .local/traces; name another with --dir.',
    'zh-CN': '没有跨度目录 {dir}。本地系统写入 .local/traces，可用 --dir 指定其他目录。',
  },
  'cli.trace_not_found': {
    en: 'No span of trace {traceId} lies in {dir}. Copy the id from: slactl explain',
    'zh-CN': '{dir} 中没有跟踪 {traceId} 的跨度。请从 slactl explain 的输出复制跟踪号。',
  },
  'cli.trace_malformed': {
    en: '“{value}” is no trace id. It has 32 hexadecimal digits.',
    'zh-CN': '“{value}”不是跟踪号。跟踪号为 32 位十六进制数字。',
  },
  'cli.unreachable': {
    en: 'No service answers at {address}. Is the suite running? Start it with “npm start”, or correct the context.',
    'zh-CN': '{address} 没有服务应答。系统是否在运行？请用“npm start”启动，或更正上下文。',
  },

  'cli.command_unknown': {
    en: 'There is no command “{name}”. See: slactl --help',
    'zh-CN': '没有命令“{name}”。请参阅：slactl --help',
  },
  'cli.command_incomplete': {
    en: 'Say what: one of the commands above.',
    'zh-CN': '请指明以上命令之一。',
  },
  'cli.option_unknown': {
    en: 'There is no option {name} here. See the command with --help.',
    'zh-CN': '此处没有选项 {name}。请用 --help 查看该命令。',
  },
  'cli.option_valueless': {
    en: 'The option {name} needs a value.',
    'zh-CN': '选项 {name} 需要一个值。',
  },
  'cli.option_required': {
    en: 'The option {name} is required.',
    'zh-CN': '必须指定选项 {name}。',
  },
  'cli.option_refused': {
    en: 'The option {name} cannot be “{value}”. Choose {choices}.',
    'zh-CN': '选项 {name} 不能为“{value}”。可选：{choices}。',
  },
  'cli.argument_missing': {
    en: 'The argument <{name}> is missing. See the command with --help.',
    'zh-CN': '缺少参数 <{name}>。请用 --help 查看该命令。',
  },
  'cli.arguments_excess': {
    en: 'There are more words than the command takes. See the command with --help.',
    'zh-CN': '参数过多。请用 --help 查看该命令。',
  },
} as const;
