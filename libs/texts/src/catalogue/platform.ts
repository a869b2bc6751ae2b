/** What every service may answer, whatever it is asked. */
export const platform = {
  'platform.internal': {
    en: 'The service failed for a reason of its own. Nothing was changed. Report trace {traceId} to its operator.',
    'zh-CN': '服务因自身原因失败，未做任何更改。请将跟踪号 {traceId} 告知运维人员。',
  },
  'platform.request_id_required': {
    en: 'The request changes something and has no request_id. Send one, for example a UUID, so that a repeat cannot act twice.',
    'zh-CN': '该请求会产生更改，但没有 request_id。请提供一个（例如 UUID），以免重复请求生效两次。',
  },
  'platform.request_id_too_long': {
    en: 'The request_id is longer than {max} characters. Use for example a UUID.',
    'zh-CN': 'request_id 超过 {max} 个字符。请使用例如 UUID。',
  },
  'platform.request_id_with_nul': {
    en: 'The request_id holds the character NUL. Use for example a UUID.',
    'zh-CN': 'request_id 含有空字符（NUL）。请使用例如 UUID。',
  },
  'platform.request_id_reused': {
    en: 'Request id {requestId} was used for another content. Use a new id for a new request.',
    'zh-CN': '请求标识 {requestId} 已用于其他内容。新的请求请使用新的标识。',
  },
  'platform.deadline_too_long': {
    en: 'The deadline is {seconds} s away; the longest accepted is {max} s. Set a shorter deadline and repeat the call if needed.',
    'zh-CN': '截止时间在 {seconds} 秒之后，最长允许 {max} 秒。请设置更短的截止时间，必要时重复调用。',
  },
  'platform.stream_idle': {
    en: 'Nothing was sent for {seconds} s and the call was ended. What was acknowledged is stored; begin again from there.',
    'zh-CN': '已有 {seconds} 秒未收到数据，调用已结束。已确认的内容均已保存，请从该处继续。',
  },
  'platform.message_malformed': {
    en: 'The message could not be read as {message}. Check that caller and service use the same proto files.',
    'zh-CN': '无法将消息解析为 {message}。请确认调用方与服务使用相同的 proto 文件。',
  },
  'platform.token_missing': {
    en: 'The call carries no credentials. Send metadata “authorization: Bearer <token>”, or “x-api-key: <key>” for ingest.',
    'zh-CN': '调用未携带凭据。请发送元数据“authorization: Bearer <令牌>”，采集数据时可用“x-api-key: <密钥>”。',
  },
  'platform.token_invalid': {
    en: 'The credentials are not accepted: {why}. Get a new token from the issuer and try again.',
    'zh-CN': '凭据未被接受：{why}。请从签发方获取新令牌后重试。',
  },
  'platform.party_required': {
    en: 'Caller {subject} acts for no party and sees no entries. Sign in with an account whose token names a party, or ask an auditor.',
    'zh-CN': '调用者 {subject} 未代表任何一方，因此看不到任何记录。请使用令牌中载明当事方的账户登录，或咨询审计人员。',
  },
  'platform.role_missing': {
    en: '{method} may be called by {roles}; you are {own}. Ask the operator for one of these roles.',
    'zh-CN': '{method} 只允许 {roles} 调用；您的角色为 {own}。请向运维人员申请其中之一。',
  },
  'platform.tenant_foreign': {
    en: 'You belong to tenant {own} and named tenant {named}. Leave x-sla-tenant out or name your own.',
    'zh-CN': '您属于租户 {own}，却指定了租户 {named}。请去掉 x-sla-tenant 或指定自己的租户。',
  },
  'platform.tenant_required': {
    en: 'A service acts for a tenant and must name it in metadata x-sla-tenant.',
    'zh-CN': '服务须代表某个租户操作，请在元数据 x-sla-tenant 中指明。',
  },
  'platform.tenant_unknown': {
    en: 'There is no tenant “{tenant}” in this installation. Check the claim sla_tenant of your token, or ask the operator to add the tenant.',
    'zh-CN': '本系统中没有租户“{tenant}”。请检查令牌中的 sla_tenant 声明，或请运维人员添加该租户。',
  },
  'platform.page_size_out_of_range': {
    en: 'page_size is {value}; it goes from 0 to {max}, and 0 means the default.',
    'zh-CN': 'page_size 为 {value}，应在 0 至 {max} 之间，0 表示默认值。',
  },
  'platform.page_token_malformed': {
    en: 'The page_token is none that this service gave out. Leave it empty to begin anew.',
    'zh-CN': 'page_token 不是本服务给出的。留空即可从头开始。',
  },
  'platform.cursor_malformed': {
    en: 'The cursor “{value}” is none that this service gave out. Leave it empty to begin anew.',
    'zh-CN': '游标“{value}”不是本服务给出的。留空即可从头开始。',
  },
  'platform.answer_unreadable': {
    en: 'A stored answer carries the unknown tag {tag}. It was written by a newer release; repeat the call there.',
    'zh-CN': '已存储的应答带有未知标记 {tag}，由更新的版本写入，请在该版本上重试。',
  },
  'platform.dead_letter_not_found': {
    en: 'There is no dead letter {id}. List them to find its id; it may have been handled meanwhile.',
    'zh-CN': '没有死信 {id}。请列出死信查找其标识；它可能已被处理。',
  },
  'platform.dead_letter_blocked': {
    en: 'Dead letter {id} waits for an earlier event of {aggregate}. Handle or discard that one first.',
    'zh-CN': '死信 {id} 在等待 {aggregate} 的更早事件。请先处理或丢弃那一条。',
  },
  'platform.reason_required': {
    en: 'A reason is required; it is kept in the audit chain.',
    'zh-CN': '必须说明原因，原因会保存在审计链中。',
  },
  'platform.shutting_down': {
    en: 'This replica is shutting down. Call again; another one answers.',
    'zh-CN': '该副本正在关闭。请重新调用，其他副本会应答。',
  },
  'platform.database_unavailable': {
    en: 'The database of the service did not take the change in time. Nothing was changed; repeat the call.',
    'zh-CN': '服务的数据库未能及时处理，未做任何更改。请重新发送该请求。',
  },
  'platform.stream_answered': {
    en: 'The service has already answered this stream. Open a new one to send more.',
    'zh-CN': '服务已对该数据流作出应答。如需继续发送，请打开新的数据流。',
  },
} as const;
