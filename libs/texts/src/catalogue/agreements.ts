/** What the agreements service says to its callers: what was refused, why, and the way out. */
export const agreements = {
  'agreements.agreement_not_found': {
    en: 'There is no agreement {id} that you may see. List the agreements to find its id.',
    'zh-CN': '没有您可以查看的协议 {id}。请列出协议以查找其标识。',
  },
  'agreements.version_not_found': {
    en: 'Agreement {id} has no version {version}; its newest is version {newest}.',
    'zh-CN': '协议 {id} 没有版本 {version}，其最新版本为 {newest}。',
  },
  'agreements.terms_not_found': {
    en: 'There are no terms with content hash {hash} that you may see. Read the agreement to find the hashes of its versions.',
    'zh-CN': '没有您可以查看的、内容哈希为 {hash} 的条款。请读取协议以查找各版本的哈希。',
  },
  'agreements.etag_mismatch': {
    en: 'The agreement has changed: you named etag {expected}, it now has {actual}. Read it again and repeat the change on what you find.',
    'zh-CN': '协议已被更改：您给出的 etag 为 {expected}，当前为 {actual}。请重新读取后，在最新内容上再次更改。',
  },
  'agreements.changed_meanwhile': {
    en: 'Somebody else stored agreement {id} at the same moment. Send the request again.',
    'zh-CN': '他人恰好同时保存了协议 {id}。请重新发送请求。',
  },
  'agreements.party_required': {
    en: 'Caller {subject} acts for no party. Sign in with an account whose token names a party of the agreement.',
    'zh-CN': '调用者 {subject} 未代表任何一方。请使用令牌中载明协议当事方的账户登录。',
  },
  'agreements.not_a_party': {
    en: 'Your party {party} takes no part here; the parties are {parties}. Only a manager of one of them may do this.',
    'zh-CN': '您所属的 {party} 不是此处的当事方；当事方为 {parties}。只有其中一方的管理者可以执行此操作。',
  },
  'agreements.role_mismatch': {
    en: 'Party {party} is the {role} of this agreement, so the caller needs the role {needed}.',
    'zh-CN': '{party} 在本协议中的角色为 {role}，因此调用者需要具备 {needed} 角色。',
  },
  'agreements.id_taken': {
    en: 'The id {id} is taken by another agreement of this tenant. Give yours an id of its own.',
    'zh-CN': '标识 {id} 已被本租户的另一份协议占用。请为您的协议另取标识。',
  },
  'agreements.already_frozen': {
    en: 'Version {version} of {id} is frozen already (state {state}). Apply a changed document to begin the next version.',
    'zh-CN': '{id} 的版本 {version} 已冻结（状态 {state}）。如需修改，请提交更改后的文档以开始下一版本。',
  },
  'agreements.sign_draft': {
    en: 'Version {version} of {id} is a draft and may still change. Freeze it first, then sign its content hash.',
    'zh-CN': '{id} 的版本 {version} 仍是草稿，内容可能变化。请先冻结，再对其内容哈希签名。',
  },
  'agreements.already_signed_by_all': {
    en: 'Version {version} of {id} takes no more signatures: it is {state}, and all parties have signed.',
    'zh-CN': '{id} 的版本 {version} 不再接受签名：其状态为 {state}，各方均已签署。',
  },
  'agreements.already_signed_by_party': {
    en: 'Party {party} has signed version {version} of {id} already, with key {key}. A signature is never replaced.',
    'zh-CN': '{party} 已使用密钥 {key} 签署 {id} 的版本 {version}。签名不可替换。',
  },
  'agreements.activate_draft': {
    en: 'Version {version} of {id} is a draft. Freeze it and have it signed by {missing}, then activate it.',
    'zh-CN': '{id} 的版本 {version} 仍是草稿。请先冻结并由 {missing} 签署，然后再激活。',
  },
  'agreements.activate_unsigned': {
    en: 'Version {version} of {id} is not signed by {missing}. Every party signs before a version comes into force.',
    'zh-CN': '{id} 的版本 {version} 尚未由 {missing} 签署。版本生效前须由各方签署。',
  },
  'agreements.already_effective': {
    en: 'Version {version} of {id} is in force from {start} already. To change that, sign and activate a new version.',
    'zh-CN': '{id} 的版本 {version} 已自 {start} 起生效。如需更改，请签署并激活新版本。',
  },
  'agreements.version_is_history': {
    en: 'Version {version} of {id} is {state} and stays as it is. Apply a document to begin a new version or a new agreement.',
    'zh-CN': '{id} 的版本 {version} 状态为 {state}，不再变更。请提交文档以开始新版本或新协议。',
  },
  'agreements.not_in_force': {
    en: 'Version {version} of {id} is {state} and was never in force. Activate it first.',
    'zh-CN': '{id} 的版本 {version} 状态为 {state}，从未生效。请先激活。',
  },
  'agreements.nothing_in_force': {
    en: 'Agreement {id} has no version in force, so there is nothing to terminate.',
    'zh-CN': '协议 {id} 没有生效的版本，因此无可终止。',
  },
  'agreements.agreement_terminated': {
    en: 'Agreement {id} is terminated. Start a new agreement under an id of its own.',
    'zh-CN': '协议 {id} 已终止。请以新的标识订立新协议。',
  },
  'agreements.too_many_versions': {
    en: 'Agreement {id} has reached the limit of {max} versions. Start a new agreement under an id of its own.',
    'zh-CN': '协议 {id} 已达到 {max} 个版本的上限。请以新的标识订立新协议。',
  },
  'agreements.parties_changed': {
    en: 'An amendment cannot change who is bound: agreement {id} is between {before}, the document names {after}. Start a new agreement under an id of its own.',
    'zh-CN':
      '修订不得改变受约束的当事方：协议 {id} 的当事方为 {before}，而文档列出的是 {after}。请以新的标识订立新协议。',
  },
  'agreements.activate_outside_term': {
    en: 'Version {version} cannot come into force at {at}: its term runs from {start} to {end}. State an effective time within the term.',
    'zh-CN': '版本 {version} 不能于 {at} 生效：其期限为 {start} 至 {end}。请给出期限之内的生效时间。',
  },
  'agreements.activate_older_version': {
    en: 'Version {version} is older than version {current}, which is in force since {limit}. Apply its content as a new version instead.',
    'zh-CN': '版本 {version} 早于自 {limit} 起生效的版本 {current}。请将其内容作为新版本提交。',
  },
  'agreements.activate_before_signature': {
    en: 'Version {version} is an amendment and cannot come into force at {at}, before it was fully signed at {limit}: what was decided under version {current} until then stands. State that instant or a later one.',
    'zh-CN':
      '版本 {version} 是修订版，不能于 {at} 生效，因为各方在 {limit} 才完成签署：此前依据版本 {current} 作出的判定继续有效。请给出该时刻或更晚的时间。',
  },
  'agreements.activate_not_after_current': {
    en: 'Version {version} cannot come into force at {at}: version {current} starts at {limit}. State a later instant.',
    'zh-CN': '版本 {version} 不能于 {at} 生效：版本 {current} 自 {limit} 起生效。请给出更晚的时间。',
  },
  'agreements.activate_leaves_gap': {
    en: 'Version {version} cannot come into force at {at}: version {current} ends at {limit}, and between the two nothing would be in force. State {limit} or earlier, or start a new agreement.',
    'zh-CN':
      '版本 {version} 不能于 {at} 生效：版本 {current} 于 {limit} 结束，其间将没有任何版本生效。请给出 {limit} 或更早的时间，或订立新协议。',
  },
  'agreements.terminate_in_past': {
    en: 'Agreement {id} cannot end at {at}, which is past: what was decided until now stands. State an instant from {limit} on, or none for now.',
    'zh-CN':
      '协议 {id} 不能于过去的时刻 {at} 终止：此前的判定继续有效。请给出不早于 {limit} 的时间，或省略以表示立即终止。',
  },
  'agreements.terminate_before_start': {
    en: 'Agreement {id} cannot end at {at}: version {version} is activated to start at {limit}. State that instant or a later one.',
    'zh-CN': '协议 {id} 不能于 {at} 终止：版本 {version} 已激活并将于 {limit} 生效。请给出该时刻或更晚的时间。',
  },
  'agreements.terminate_after_end': {
    en: 'Agreement {id} cannot end at {at}: its term ends at {limit} anyway. State an earlier instant.',
    'zh-CN': '协议 {id} 不能于 {at} 终止：其期限本就于 {limit} 届满。请给出更早的时间。',
  },
  'agreements.reason_missing': {
    en: 'The reason is missing. Say why in a sentence; it is kept in the audit chain.',
    'zh-CN': '缺少理由。请用一句话说明原因，该理由将保存在审计链中。',
  },
  'agreements.reason_too_long': {
    en: 'The reason is longer than {max} characters. Shorten it and keep the detail in a document of yours.',
    'zh-CN': '理由超过 {max} 个字符。请缩短，并将细节保存在您自己的文件中。',
  },
  'agreements.key_id_malformed': {
    en: 'Key id “{key}” is not usable. Use 1 to 128 letters, digits, dots, dashes and underscores, and no dot at the beginning.',
    'zh-CN': '密钥标识“{key}”不可用。请使用 1 至 128 个字母、数字、点、短横线或下划线，且不以点开头。',
  },
  'agreements.key_id_taken': {
    en: 'Party {party} has registered another key as {key}. Keys are never replaced: choose a new key id.',
    'zh-CN': '{party} 已将另一把密钥登记为 {key}。密钥不可替换：请选择新的密钥标识。',
  },
  'agreements.key_of_another_party': {
    en: 'Key {key} is registered by another party. Every party signs with a key of its own: make a new key pair.',
    'zh-CN': '密钥 {key} 已由另一方登记。各方须使用自己的密钥签名：请生成新的密钥对。',
  },
  'agreements.key_for_other_party': {
    en: 'You act for party {party} and cannot register a key for {other}. A manager of {other} does that.',
    'zh-CN': '您代表 {party}，不能为 {other} 登记密钥。须由 {other} 的管理者登记。',
  },
  'agreements.key_changed_meanwhile': {
    en: 'Somebody else registered key {key} at the same moment. Send the request again.',
    'zh-CN': '他人恰好同时登记了密钥 {key}。请重新发送请求。',
  },
  'agreements.too_many_keys': {
    en: 'Party {party} has reached the limit of {max} signing keys. Sign with one of the registered keys.',
    'zh-CN': '{party} 的签名密钥已达到 {max} 把的上限。请使用已登记的密钥签名。',
  },
  'agreements.key_not_found': {
    en: 'Party {party} has no key {key}. Register the public key first, then sign with it.',
    'zh-CN': '{party} 没有密钥 {key}。请先登记公钥，再用它签名。',
  },
  'agreements.sign_with_foreign_key': {
    en: 'Key {key} belongs to another party. Party {party} signs with a key that it registered itself.',
    'zh-CN': '密钥 {key} 属于另一方。{party} 须使用自己登记的密钥签名。',
  },
  'agreements.jwk_malformed': {
    en: 'Key {key} is not a public JWK. Send JSON such as {"kty":"OKP","crv":"Ed25519","x":"…"} with 32 bytes in base64url as x.',
    'zh-CN':
      '密钥 {key} 不是公钥 JWK。请发送形如 {"kty":"OKP","crv":"Ed25519","x":"…"} 的 JSON，其中 x 为 32 字节的 base64url。',
  },
  'agreements.jwk_private': {
    en: 'Key {key} came with its private part, which the server must never see. Treat the key as disclosed: make a new pair and send only the public members.',
    'zh-CN':
      '密钥 {key} 附带了私钥部分，而服务器绝不应接触私钥。请视该密钥为已泄露：重新生成密钥对，并且只发送公开成员。',
  },
  'agreements.jwk_not_ed25519': {
    en: 'Key {key} is not an Ed25519 key. Make one of kty OKP and crv Ed25519.',
    'zh-CN': '密钥 {key} 不是 Ed25519 密钥。请生成 kty 为 OKP、crv 为 Ed25519 的密钥。',
  },
  'agreements.jws_malformed': {
    en: 'The signature is not a detached JWS of the form header..signature (RFC 7515, appendix F). Sign the content hash {hash} as ASCII text.',
    'zh-CN': '签名不是 header..signature 形式的分离式 JWS（RFC 7515 附录 F）。请对内容哈希 {hash} 的 ASCII 文本签名。',
  },
  'agreements.jws_algorithm': {
    en: 'The signature uses an algorithm that is not accepted. Sign with EdDSA over Ed25519.',
    'zh-CN': '签名使用了不被接受的算法。请使用基于 Ed25519 的 EdDSA 签名。',
  },
  'agreements.jws_other_key': {
    en: 'The signature names another key in its header than {key}. Send the id of the key that made it.',
    'zh-CN': '签名头部所载的密钥与 {key} 不同。请给出实际签名所用密钥的标识。',
  },
  'agreements.signature_wrong': {
    en: 'The signature does not fit key {key} of {party} and the content hash {hash} of version {version}. Read the version again and sign its hash.',
    'zh-CN': '签名与 {party} 的密钥 {key} 及版本 {version} 的内容哈希 {hash} 不符。请重新读取该版本并对其哈希签名。',
  },
  'agreements.document_invalid': {
    en: 'The document has {count} {count,fault|faults}; each is listed with its line. Nothing was stored.',
    'zh-CN': '文档有 {count} 处错误，已逐一列出所在行。未保存任何内容。',
  },
  'agreements.more_findings': {
    en: '{count} more {count,fault is|faults are} not listed. Mend the ones above and check again.',
    'zh-CN': '另有 {count} 处错误。请先修正以上错误后再次检查。',
  },
  'agreements.document_too_large': {
    en: 'The document has {bytes} bytes; the limit is {max}. Move annexes out of the agreement.',
    'zh-CN': '文档有 {bytes} 字节，上限为 {max} 字节。请将附件移出协议文档。',
  },
  'agreements.document_not_utf8': {
    en: 'The document is not UTF-8 in this line. Save the file as UTF-8.',
    'zh-CN': '此行不是 UTF-8 编码。请将文件保存为 UTF-8。',
  },
  'agreements.document_empty': {
    en: 'The document is empty. Begin with “schema: sla-suite/agreement/v1”.',
    'zh-CN': '文档为空。请以“schema: sla-suite/agreement/v1”开头。',
  },
  'agreements.document_too_deep': {
    en: 'The document is nested deeper than {max} levels here. An agreement needs less than ten.',
    'zh-CN': '此处嵌套超过 {max} 层。协议所需层级不到十层。',
  },
  'agreements.document_too_long': {
    en: 'The document has more than {max} words, signs and line breaks. Split it, or move annexes out of it.',
    'zh-CN': '文档的词语、符号和换行超过 {max} 个。请拆分文档或将附件移出。',
  },
  'agreements.too_many_values': {
    en: 'The document has more than {max} values once its aliases are expanded. Write fewer aliases or a smaller document.',
    'zh-CN': '展开别名后，文档的值超过 {max} 个。请减少别名或缩小文档。',
  },
  'agreements.json_malformed': {
    en: 'This is not JSON: {detail}.',
    'zh-CN': '不是有效的 JSON：{detail}。',
  },
  'agreements.yaml_malformed': {
    en: 'This is not YAML 1.2: {detail}.',
    'zh-CN': '不是有效的 YAML 1.2：{detail}。',
  },
  'agreements.yaml_tab_indent': {
    en: 'A tab indents this line; YAML allows only spaces.',
    'zh-CN': '此行使用制表符缩进；YAML 只允许使用空格。',
  },
  'agreements.yaml_several_documents': {
    en: 'A second YAML document begins here. Send one agreement at a time.',
    'zh-CN': '此处开始了第二个 YAML 文档。请每次只发送一份协议。',
  },
  'agreements.yaml_unknown_tag': {
    en: 'A YAML tag gives this value a type that agreements do not have. Remove the tag.',
    'zh-CN': 'YAML 标签为该值指定了协议中不存在的类型。请删除该标签。',
  },
  'agreements.yaml_unknown_alias': {
    en: 'Alias *{alias} has no anchor &{alias} before it. Write the value, or the anchor above.',
    'zh-CN': '别名 *{alias} 之前没有锚点 &{alias}。请直接写出该值，或在上文定义锚点。',
  },
  'agreements.key_not_text': {
    en: 'The name of a member is missing or not plain text here. Write “name: value”.',
    'zh-CN': '此处的成员名缺失或不是纯文本。请写成“名称: 值”。',
  },
  'agreements.key_not_ascii': {
    en: 'The member name “{key}” has characters outside printable ASCII. Names are English; texts are bilingual.',
    'zh-CN': '成员名“{key}”含有可打印 ASCII 以外的字符。成员名使用英文，文本内容为双语。',
  },
  'agreements.text_with_nul': {
    en: 'The text holds the character NUL here, which no text of an agreement needs. Remove it.',
    'zh-CN': '此处文本含有 NUL 字符，协议文本不需要该字符。请删除。',
  },
  'agreements.duplicate_key': {
    en: 'The member “{key}” stands here a second time. Keep one of the two.',
    'zh-CN': '成员“{key}”在此重复出现。请只保留其中一个。',
  },
  'agreements.format_unknown': {
    en: 'Document format {format} is not known. Use YAML, JSON, or leave the format out.',
    'zh-CN': '文档格式 {format} 未知。请使用 YAML 或 JSON，或省略格式。',
  },
  'agreements.id_malformed': {
    en: '“{id}” is no usable {field}. Ids have 1 to 128 lower-case letters, digits, dots, dashes and underscores, and begin and end with a letter or digit.',
    'zh-CN': '“{id}”不是可用的 {field}。标识由 1 至 128 个小写字母、数字、点、短横线和下划线组成，首尾须为字母或数字。',
  },
  'agreements.time_malformed': {
    en: 'The time of {seconds} s and {nanos} ns is not a whole number of milliseconds. Round it to milliseconds.',
    'zh-CN': '{seconds} 秒 {nanos} 纳秒不是整毫秒。请舍入到毫秒。',
  },
  'agreements.content_hash_malformed': {
    en: '“{hash}” is not a content hash. It has 64 lower-case hexadecimal digits.',
    'zh-CN': '“{hash}”不是内容哈希。内容哈希为 64 位小写十六进制数字。',
  },
} as const;
