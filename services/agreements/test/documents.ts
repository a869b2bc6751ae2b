/** What the tests vary in a document. */
export interface DocumentChoices {
  readonly id?: string;
  readonly customer?: string;
  readonly target?: string;
  readonly title?: string;
  readonly start?: string;
  readonly end?: string;
}

/** A small sound agreement between northwind and one customer. */
export const documentOf = ({
  id = 'web-shop',
  customer = 'acme',
  target = '99.9',
  title = 'Web shop',
  start = '2025-10-01T00:00:00Z',
  end = '2027-10-01T00:00:00Z',
}: DocumentChoices = {}): Uint8Array =>
  Buffer.from(`schema: sla-suite/agreement/v1
id: ${id}
kind: SLA
title: { en: ${title}, zh-CN: 网店 }
parties:
  - { id: northwind, role: provider, name: { en: Northwind, zh-CN: 北风 } }
  - { id: ${customer}, role: customer, name: { en: Customer, zh-CN: 客户 } }
term: { start: ${start}, end: ${end} }
timeZone: Asia/Shanghai
scope:
  included: [{ en: Checkout, zh-CN: 结账 }]
  excluded: [{ en: Payment providers, zh-CN: 支付服务商 }]
services:
  - { id: checkout, title: { en: Checkout, zh-CN: 结账 }, criticality: critical }
objectives:
  - id: availability
    title: { en: Availability, zh-CN: 可用性 }
    service: checkout
    need: { en: Customers can pay, zh-CN: 顾客能够付款 }
    owner: northwind
    indicator: { kind: time_in_state, series: shop.checkout.probe, good: [up] }
    target: ${target}
    window: { kind: month }
    partialWindow: clip
    missingData: hold
    staleness: PT6H
    minimumCoverage: 90
    allowedLateness: PT24H
    freezeAfter: P3D
    atRiskAt: 80
    exclusions: []
exclusions: []
charges: { amount: 12000.00, currency: CNY, per: month }
credits:
  - id: availability-credit
    objective: availability
    tiers: [{ below: ${target}, percent: 10 }]
    capPercent: 10
    rounding: half_up
reports: { schedule: month }
`);
