/** Help texts in both languages. */
export const HELP = {
  en: {
    program:
      'Agreements, measurements and reports of an SLA Suite. The context (addresses and token) comes from .local/context.json, $SLA_CONTEXT or --context.',
    exitCodes:
      'Exit codes: 0 done, 1 verification failed, 2 wrong usage or input, 3 refused by a service, 4 not reachable, 5 not permitted.',
    output: 'form of the answer',
    lang: 'language of texts',
    context: 'file with addresses and token',
    example: 'Example:',
    apply: {
      about: 'Check agreement documents and store them as drafts; the same content again changes nothing.',
      example: 'slactl apply examples/web-shop.yaml',
    },
    freeze: { about: 'Freeze a draft: its content and hash never change again.', example: 'slactl freeze web-shop 1' },
    keygen: {
      about: 'Make an Ed25519 key for signing in a file that only you may read.',
      example: 'slactl keygen northwind.key.json northwind-2026',
    },
    sign: {
      about: 'Sign a frozen version for your party; the terms are hashed here before they are signed.',
      example: 'slactl sign web-shop 1 --key northwind.key.json',
    },
    activate: { about: 'Put a version that all parties signed into force.', example: 'slactl activate web-shop 1' },
    get: {
      about: 'List agreements, determinations, compliance, editions or ledger.',
      example: 'slactl get determinations --agreement web-shop -o json',
    },
    describe: {
      about: 'Describe an agreement, or a series with its gaps and duplicates.',
      example: 'slactl describe series shop.checkout.probe',
    },
    import: {
      about:
        'Import checks of status pages (CSV, plain or gzip, with checked_at, slug, status). A repeated import counts once.',
      example: 'slactl import checks history_checks.csv.gz --source upptime --series-prefix sites. --wait',
    },
    report: {
      about: 'Read the newest edition of a report, or issue one first.',
      example: 'slactl report web-shop 2026-09 --format html --file report.html',
    },
    explain: {
      about: 'Tell why a determination says what it says.',
      example: 'slactl explain web-shop checkout-availability 2026-09 --lang zh-CN',
    },
    evidence: {
      about: 'Save the evidence bundle of a determination.',
      example: 'slactl evidence web-shop checkout-availability 2026-09 --file evidence.json',
    },
    verify: {
      about: 'Compute a determination again from its bundle, without any server.',
      example: 'slactl verify evidence.json',
    },
    trace: {
      about: 'Draw everything reachable from a trace by parent and link edges (local spans).',
      example: 'slactl trace 4bf92f3577b34da6a3ce929d0e0e4736',
    },
    key: 'file with the private key',
    agreement: 'only of this agreement',
    source: 'source id of the samples',
    prefix: 'put before every series id',
    wait: 'wait until everything is evaluated',
    format: 'form of the report',
    file: 'file to write',
    issue: 'issue an edition first',
    dir: 'folder with local spans',
  },
  'zh-CN': {
    program: 'SLA Suite 的协议、测量与报告。上下文（地址和令牌）取自 .local/context.json、$SLA_CONTEXT 或 --context。',
    exitCodes: '退出码：0 完成，1 验证失败，2 用法或输入错误，3 被服务拒绝，4 无法连接，5 没有权限。',
    output: '输出格式',
    lang: '文本语言',
    context: '包含地址和令牌的文件',
    example: '示例：',
    apply: { about: '检查协议文档并保存为草稿；内容相同则不做更改。', example: 'slactl apply examples/web-shop.yaml' },
    freeze: { about: '冻结草稿：其内容和哈希不再改变。', example: 'slactl freeze web-shop 1' },
    keygen: {
      about: '生成用于签署的 Ed25519 密钥，文件仅本人可读。',
      example: 'slactl keygen northwind.key.json northwind-2026',
    },
    sign: {
      about: '代表您的一方签署已冻结的版本；签署前在本地计算条款哈希。',
      example: 'slactl sign web-shop 1 --key northwind.key.json',
    },
    activate: { about: '使各方均已签署的版本生效。', example: 'slactl activate web-shop 1' },
    get: {
      about: '列出 agreements（协议）、determinations（判定）、compliance（达标）、editions（版次）或 ledger（账目）。',
      example: 'slactl get determinations --agreement web-shop -o json',
    },
    describe: { about: '描述协议，或描述序列及其缺口和重复。', example: 'slactl describe series shop.checkout.probe' },
    import: {
      about: '导入状态页检查记录（CSV，可为 gzip，含 checked_at、slug、status 列）。重复导入只计一次。',
      example: 'slactl import checks history_checks.csv.gz --source upptime --series-prefix sites. --wait',
    },
    report: {
      about: '读取报告的最新版次，或先签发一版。',
      example: 'slactl report web-shop 2026-09 --format html --file report.html',
    },
    explain: {
      about: '说明判定为何如此。',
      example: 'slactl explain web-shop checkout-availability 2026-09 --lang zh-CN',
    },
    evidence: {
      about: '保存判定的证据包。',
      example: 'slactl evidence web-shop checkout-availability 2026-09 --file evidence.json',
    },
    verify: { about: '仅凭证据包离线复算判定，无需任何服务器。', example: 'slactl verify evidence.json' },
    trace: {
      about: '画出从一条跟踪经父子或链接关系可达的全部跨度（本地）。',
      example: 'slactl trace 4bf92f3577b34da6a3ce929d0e0e4736',
    },
    key: '私钥文件',
    agreement: '只列出该协议',
    source: '样本的来源标识',
    prefix: '加在每个序列标识之前',
    wait: '等待全部评估完成',
    format: '报告格式',
    file: '写入的文件',
    issue: '先签发一版',
    dir: '存放本地跨度的目录',
  },
} as const;
