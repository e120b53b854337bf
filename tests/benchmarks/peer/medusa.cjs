// The peer's computeActions in process, on promotions that stand in memory where its database would answer. For each line on standard input it
// evaluates the basket once and writes the milliseconds it took and how many actions came out.
"use strict"

const fs = require("fs")
const path = require("path")
const readline = require("readline")

const modules = path.join(process.argv[2], "node_modules")
const load = (name) => require(require.resolve(name, { paths: [modules] }))

const workload = JSON.parse(fs.readFileSync(process.argv[3], "utf8"))
const service = load(path.join(modules, "@medusajs/promotion/dist/services/promotion-module.js")).default

const host = Object.create(service.prototype)
Object.assign(host, {
  baseRepository_: { getFreshManager: () => ({}), transaction: (work) => work({}), serialize: (found) => found },
  promotionService_: { list: async () => workload.promotions },
  promotionRuleService_: { list: async () => [] },
  campaignBudgetUsageService_: { list: async () => [] },
  listActivePromotions_: async () => workload.promotions,
})

async function once() {
  const began = process.hrtime.bigint()
  const actions = await host.computeActions(workload.codes, workload.context, { prevent_auto_promotions: true })
  return [Number(process.hrtime.bigint() - began) / 1e6, actions.length]
}

readline.createInterface({ input: process.stdin }).on("line", async () => {
  const [took, actions] = await once()
  process.stdout.write(JSON.stringify({ ms: took, actions }) + "\n")
})
