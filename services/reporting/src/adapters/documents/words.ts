import type { LocalizedText } from '@sla/engine';

const t = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh });

/** Fixed words of report pages. */
export const WORDS = {
  report: t('Service report', '服务报告'),
  edition: t('edition', '版次'),
  incomplete: t('with open windows', '含未结束的窗口'),
  issued: t('issued', '签发于'),
  compliance: t('Compliance', '达标情况'),
  objective: t('Objective', '目标项'),
  target: t('Target', '目标值'),
  attained: t('Attained', '达成值'),
  verdict: t('Verdict', '判定'),
  phase: t('Phase', '阶段'),
  coverage: t('Coverage', '数据覆盖'),
  budget_left: t('Budget left', '剩余预算'),
  credit: t('Credit', '赔付'),
  credit_review: t('under review:', '待裁定：'),
  credit_expected: t('(expected)', '（预计）'),
  verdict_met: t('met', '达标'),
  verdict_missed: t('missed', '未达标'),
  verdict_insufficient_evidence: t('insufficient evidence', '证据不足'),
  verdict_review_required: t('review required', '需裁定'),
  verdict_not_applicable: t('not applicable', '不适用'),
  phase_open: t('open', '进行中'),
  phase_provisional: t('provisional', '暂定'),
  phase_final: t('final', '最终'),
  phase_restated: t('restated', '已重述'),
  provider: t('Provider', '服务方'),
  customer: t('Customer', '客户'),
  not_missed: t('promises without a miss', '项承诺未出现违约'),
  burn_down: t('Budget over the window', '窗口内的预算消耗'),
  differences: t('What changed since the edition before', '与上一版次的差异'),
  figure: t('Figure', '指标'),
  before: t('Before', '此前'),
  after: t('Now', '现在'),
  reason: t('Reason', '原因'),
  result_hash: t('Result hash', '结果哈希'),
  trace: t('Trace', '跟踪号'),
  agreement: t('Agreement', '协议'),
  content_hash: t('SHA-256 of the JSON edition', 'JSON 版本的 SHA-256'),
  verify: t('Every figure can be recomputed offline:', '每个数字均可离线复算：'),
} as const satisfies Readonly<Record<string, LocalizedText>>;

export type Word = keyof typeof WORDS;
