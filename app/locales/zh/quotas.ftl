# 配额与执行设置。
quotas-title = 配额与执行设置
quotas-contents = 本页内容
quotas-done-saved = 已保存。更改及其原因已记入台账。
quotas-done-state = 执行状态已更改，原因已记入台账。
quotas-done-entry = 已完成。
quotas-done-field = 已保存。

# 目标。
quotas-targets = 目标
quotas-target = 目标
quotas-plan-is = 现行方案：{ $plan }。
quotas-targets-is = 直接在原目标上修改。保存之前会先让您看到更改的影响。目标低于已完成数时，该单元关闭，但不会清退任何人。
quotas-complete = 完成 { $count }
quotas-held = +{ $count } 进行中
quotas-buffered = 缓冲 { $count }
quotas-preview = 预览更改
quotas-target-wrong = 请填 0 到 1,000,000 的整数。
quotas-unchanged = 与现状相同。请先作出更改。
quotas-change-wrong = 无法识别这个表单，请重新打开页面。

# 从电子表格粘贴。
quotas-block = 从电子表格粘贴目标
quotas-table = 配额表
quotas-table-wrong = 请选择一张配额表。
quotas-block-table = { $table }：{ $rows } × { $columns }
quotas-block-label = 复制的区域
quotas-block-hint = 行列与上面的配额表一致，原样复制即可：以制表符分隔，带不带行列名称均可。带名称时行列顺序不限。名为“合计”的行列会略去。
quotas-block-wrong = 粘贴的内容无法读取，详见下方。
quotas-block-at = 第 { $row } 行第 { $column } 列：{ $what }
quotas-block-at-row = 第 { $row } 行：{ $what }
quotas-block-nothing = 没有粘贴任何内容。
quotas-block-blank = 缺少数字。
quotas-block-number = “{ $text }”不是 0 到 1,000,000 的整数。
quotas-block-name = 本表中没有名为“{ $text }”的行或列。
quotas-block-twice = “{ $text }”出现了两次。
quotas-block-rows = 有 { $found } 行数字，应为 { $wanted } 行。
quotas-block-columns = 有 { $found } 列数字，应为 { $wanted } 列。

# 缓冲、暂停、方案。
quotas-cells = 缓冲、暂停、方案
quotas-buffer = 缓冲
quotas-buffer-is = 每个单元在目标之外多收的完成数，用来弥补日后被剔除的访问。
quotas-buffer-wrong = 请填 0 到 1,000 的整数。
quotas-pause = 暂停一个单元
quotas-pause-is = 暂停的单元不再接收新人；已进入的人可以继续。目标不变。
quotas-pause-button = 暂停…
quotas-cell-wrong = 请选择一个配额单元。
quotas-resume = 恢复…
quotas-resume-one = 恢复 { $cell }…
quotas-plan = 方案
quotas-plan-hint = 所有进行中和已完成的访问，会按已有的回答重新计入另一方案的配额单元。
quotas-plan-label = 现行方案
quotas-plan-one = { $plan }：{ $count } 份完成
quotas-plan-one-in-force = { $plan }：{ $count } 份完成（现行）
quotas-plan-wrong = 请选择本问卷的一个方案。

# 预览。
quotas-preview-title = 保存之前
quotas-preview-cells = 将有变化的配额单元
quotas-stale = 您查看之后，有人更改了配额。尚未保存任何内容。下面是您的更改在当前情况下的影响。
quotas-moves-none = 没有单元打开，也没有单元关闭。
quotas-moves-open = { $opening } 个单元打开，没有单元关闭。
quotas-moves-close = { $closing } 个单元关闭，没有单元打开。其中已完成 { $completes }，进行中 { $reserved }。不会清退任何人。
quotas-moves-both = { $closing } 个单元关闭，{ $opening } 个单元打开。关闭的单元中已完成 { $completes }，进行中 { $reserved }。不会清退任何人。
quotas-plan-moves = 所有名额移到方案 { $plan } 的配额单元中。下面是更改之后的数字；“→”表示两个方案都有的单元如何变化。
quotas-total = “{ $table }”目标合计：{ $total }
quotas-afterwards = 更改之后
quotas-closes = 关闭。
quotas-opens = 打开。
quotas-cell-open = 有 { $open } 个名额。
quotas-cell-full = 已满。
quotas-cell-held = 开放；名额全部由进行中的访问占用（{ $held }）。
quotas-cell-over = 已满，超出 { $over }。
quotas-cell-paused = 已暂停。
quotas-why = 原因
quotas-why-hint = 记入台账，供同事和客户日后查看。
quotas-why-settings = 原因（可不填）
quotas-save = 保存更改
quotas-back = 返回，不保存

# 执行设置。
quotas-field = 执行设置
quotas-state = 执行状态
quotas-state-open = 开放：可以开始和继续访问
quotas-state-paused = 暂停：暂时不能开始，也不能继续
quotas-state-closed = 关闭：执行已结束
quotas-state-wrong = 请选择开放、暂停或关闭。
quotas-state-save = 更改状态
quotas-held-after = 入口已停：试投放已达到 { $count } 份完成。不再有新人开始；已进入的人可以继续。
quotas-held-by-hand = 入口已停。不再有新人开始；已进入的人可以继续。
quotas-go-on = 继续投放
quotas-hold-now = 立即停止入口
quotas-settings = 日期、试投放、限次
quotas-clock = 按本调查的时区（{ $zone }），现在是 { $now }。
quotas-file = 问卷文件计划的执行时间是 { $start } 至 { $end }。这些日期本身不起作用。
quotas-file-take = 填入表单
quotas-file-taken = 问卷文件中的日期（{ $start } 至 { $end }）已填入下面的表单，保存后生效。
quotas-zone = 时区
quotas-zone-hint = 下面的日期和工作台上的时间都按此时区，例如 Asia/Shanghai。
quotas-zone-wrong = 没有这个时区。请写成 Asia/Shanghai 或 Europe/Berlin 的形式。
quotas-opens-at = 自动开放时间
quotas-closes-at = 自动关闭时间
quotas-date-wrong = 请填写日期和时间，或留空。
quotas-date-past = 这个时间已过。请填更晚的时间，或留空。
quotas-closes-early = 关闭时间早于开放时间。请填更晚的时间。
quotas-opens-gate = 这个版本还没有通过上线检查。请先在“试运行”页运行检查，再设定日期。
quotas-hold-after = 试投放：达到多少份完成后停止入口
quotas-hold-after-hint = 留空表示不做试投放。停止后已进入的人可以继续，新人要等执行经理继续投放。
quotas-hold-wrong = 请填 1 以上的整数，或留空。
quotas-hold-reached = 已经有这么多完成了。请填更大的数，或留空。
quotas-once = 同一个人可以完成几次？
quotas-once-any = 不限次数
quotas-once-person = 来源中的每个人一次
quotas-once-device = 每个人一次，且每台设备一次
quotas-once-wrong = 请选择其中一项。
quotas-field-save = 保存

# 单个访问。
quotas-find = 为什么没让某人继续？
quotas-find-number = 访问编号
quotas-find-button = 打开该访问
