# 配额板。
board-show = 单元显示方式
board-counts = 数量
board-percent = 百分比
board-meaning = 说明
board-open = 空缺
board-buffer = 缓冲
board-over = 超出 { "{count}" }
board-behind = 落后 { "{count}" }
board-paused = 已暂停
board-warnings = 按现状，配额方案无法填满
board-quartiles = 半数在 { "{lower}" } 至 { "{upper}" } 之间
board-held = 入口已停：不再有新人开始；已进入的人可以继续。
board-rehearsal-title = 执行：预演
board-rehearsal = 这是预演：机器人填充的是影子配额，此处一切都不计数。
board-rehearsal-back = 返回真实执行

# 漏斗。代码：AAPOR《标准定义》第10版（2023），互联网调查。
board-funnel = 从开始到完成
board-funnel-is = 每一行从此前剩余的访问中扣除：条形为剩余者，浅色为在此退出者。甄别淘汰按规则代码，配额已满按首个已满单元，中途退出按页面，质量剔除按规则。违反多条规则者在每条中各计一次，因此各规则之和可能更大。AAPOR：AAPOR《标准定义》（第10版，2023）互联网调查的最终结果代码中最接近的一个。开放链接没有人员名单，因此不能据此计算应答率。
board-aapor = AAPOR
board-begun = 已开始
board-begun-is = 提交了第一页的所有人。仅打开链接的人不计。
aapor-started = –
aapor-complete = 1.1
aapor-refused = 2.11
aapor-screened_out = 4.1
aapor-quota_full = 4.8
aapor-broken_off = 2.12
aapor-rejected = 2.3

# 完成随时间的变化。
board-by-day = 每日完成
board-by-day-is = 按结束日期统计，使用调查所在时区；最多显示最近90天。之后被剔除的访问不计。
board-by-hour = 每小时完成
board-by-hour-is = 截至目前的48小时，使用调查所在时区；执行结束后截至最后一份完成。
board-chart-is = 自 { "{first}" } 至 { "{last}" }，每段一条。
board-most = 最多：{ "{count}" }（{ "{when}" }）。
board-no-completes = 还没有完成。
board-as-table = 以表格显示
board-when = 时间

# 页面、设备、语言、来源。
board-drop-off = 各页流失
board-drop-off-is = 到达：到达此页或更后页面的访问。中途退出：停在此页且闲置时间超过名额保留时间。占比：中途退出占到达者的比例。最长的条形为流失最多的页面。
board-drop-off-none = 还没有人开始。
board-page = 页面
board-reached = 到达
board-here = 正在此页
board-devices = 设备
board-devices-is = 依据访问开始时浏览器所报告的信息。
board-languages = 语言
board-languages-is = 访问进行或结束时所用的语言。
board-sources = 来源
board-sources-is = 依据链接。上限：该来源最多需要的完成数。
board-cap = 上限
board-device = 设备
board-language = 语言
board-source = 来源
device-phone = 手机
device-tablet = 平板
device-computer = 电脑
device-other = 其他
device-unknown = 未知
source-none = 无来源

# 预测。
board-outlook = 预测
board-outlook-is = 假设执行保持开放、来人情况照旧、目标不变：给出早晚可能性相等的时刻，以及八成可能落入的区间。每分钟根据各小时到达配额关口的人数、其构成以及完成比例重新计算。邀请数：打开链接的人；有名单时为名单上的人，按其中已开始者的比例推算。
board-outlook-cells = 所有未满的单元
board-cell = 单元
board-wanted = 尚需
board-finish = 填满时间
board-between = 八成可能的区间
board-invitations = 邀请该单元的人
board-invitations-anybody = 邀请任何人
outlook-full = 所有单元都已满。
outlook-at = 预计最后一个单元在 { $when } 填满，八成可能在 { $from } 至 { $to } 之间。
outlook-at-open = 预计最后一个单元在 { $when } 填满；九成可能不早于 { $from }，也可能超过九十天。
outlook-beyond = 方案很可能无法在九十天内填满。
outlook-too-little = 依据不足：预测需要开放执行两小时，并有20人到达配额关口。
outlook-paused = 无法预测方案何时填满：有单元已暂停。
outlook-blocked = 无法预测方案何时填满：有单元的人只能落入另一表中已满或已暂停的单元。
outlook-invitations = 按目前的合格率，{ $cell } 大约还需邀请 { $count } 人（或邀请任何人 { $anybody } 人）。
outlook-open-end = 九十天之后
outlook-cell-beyond = 九十天内填不满
outlook-cell-too-little = 依据不足
outlook-cell-blocked = 被另一表阻塞

# 无法同时填满的表。
conflict-totals = “{ $table }”还需 { $wanted } 份完成，而“{ $other }”可接纳的少 { $short } 份：两表的合计不一致。
conflict-cells = “{ $table }”将缺 { $short } 份完成。{ $starved } 只能与 { $blocking } 同时填充，而后者可接纳的太少。
conflict-all-paused = “{ $table }”将缺 { $short } 份完成。{ $starved } 只能与已暂停的单元同时填充：{ $cells }。
conflict-paused = 已暂停：{ $cells }。
conflict-comma = 、
conflict-more = 等另外 { $count } 个

# 更改了什么。
ledger-entry = 入口
ledger-hold_after = 试投放：达到后停止入口
ledger-opens_at = 开放时间
ledger-closes_at = 结束时间
ledger-time_zone = 时区
ledger-once = 可作答次数
ledger-minimum_seconds = 最短有效时长（秒）
ledger-honeypot = 隐藏栏
ledger-proof_of_work = 工作量证明
ledger-retention_days = 身份信息保留天数
ledger-buffer = 单元缓冲
ledger-pause = 单元暂停
ledger-source = 来源
ledger-key = 来源密钥
ledger-invitations = 导入邀请名单
ledger-refuse = 无名额
ledger-restore = 恢复计数
ledger-recount = 重新计数
ledger-accept = 接受访问
ledger-withdraw = 撤回访问
ledger-retention = 已清除身份信息
ledger-wipe = 已清空预演
