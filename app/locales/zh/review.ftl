# 每份问卷表单里都有、但没有人看得见的一栏。
interview-aside = 请留空

# 质量审核。
review-title = 质量审核
review-none = 没有被标记的访问。
review-none-so = 没有符合条件的被标记访问。
review-counted = 共有 { $all } 份已结束的访问被标记或剔除，其中 { $open } 份尚未审核。
review-all = 全部
review-by-rule = 标记原因
review-by-disposition = 访问结果
review-by-seen = 审核
review-show = 显示
review-older = 更早的
review-seen-open = 未审核
review-seen-accepted = 已接受
review-seen-rejected = 人工剔除
review-interview = 访问 { $number }
review-minutes = { $minutes } 分钟
review-source = 来自 { $source }
review-open = 打开 { $number }
review-quality = 质量
review-unflagged = 没有规则或检查标记它。
review-verdict = 接受或剔除
review-why = 理由
review-why-hint = 会与您的名字一起记入台账。
review-accept = 接受所选
review-reject = 剔除所选
review-accept-one = 接受
review-reject-one = 剔除
review-verdict-is = 接受：完成的访问保留；已剔除的，若每个配额单元都还有名额，则恢复。剔除：名额归还；来源方可在对账文件中看到。
review-choose-some = 请至少勾选一份访问。
review-choose-verdict = 请按“接受”或“剔除”。
review-done-accept = 已接受。
review-done-reject = 已剔除，名额已归还。
review-done-checked = 检查已完成。
review-done-guards = 已设置。
review-partly = 未能全部完成；已完成 { $count } 份。未完成的：
review-full = 无法恢复：{ $cells } 已无名额。请提高目标，或先剔除其他访问。
review-unfinished = 无法恢复：问卷在全部答完之前就已结束。
review-missing = 不是本调查已结束的访问。
review-more = 以及另外 { $count } 份
review-erased = （已删除）
review-no-answer = 未答

# 问卷以外的规则。
review-rule-honeypot = 填了隐藏栏
review-rule-no-proof = 没有工作量证明
review-rule-minimum-time = 低于最短时长
review-rule-desk = 人工剔除
review-rule-near-duplicate = 回答几乎相同
review-rule-near-text = 文字几乎相同
review-rule-independent = 回答之间没有关联
review-rule-even-times = 各页用时过于均匀
review-rule-usual-times = 各页用时过于典型
review-rule-burst = 集中到达
review-rule-near-duplicate-is = 与另一份访问相同的回答，远多于这些答案的普遍程度所能解释的。
review-rule-near-text-is = 一段有一定长度的开放题回答与另一份访问几乎相同。
review-rule-independent-is = 每个答案的比例都对，但彼此之间不像其他人那样相互关联。
review-rule-even-times-is = 在只有一题的页面和有十题的页面上停留得差不多久。
review-rule-usual-times-is = 每一页都用了通常的时间，而人总是这里快、那里慢。
review-rule-burst-is = 开始的时间正好有远多于前后时段的访问同时开始。群发邀请也会如此。

# 规则的依据。
review-fact-all = 总共 { $seconds } 秒；最近完成的访问中位数为 { $median } 秒
review-fact-page = “{ $page }”页 { $seconds } 秒；最近完成的访问中位数为 { $median } 秒
review-fact-trap = “{ $row }”：应选“{ $right }”，选了“{ $given }”（{ $question }）
review-fact-run = { $rows } 行中连续 { $length } 行选“{ $answer }”（{ $question }）
review-fact-junk = “{ $text }”（{ $question }）
review-fact-answer = { $answer }（{ $question }）
review-fact-count = { $offered } 个选项中勾了 { $ticked } 个（{ $question }）
review-fact-honeypot = 填写了表单中没有人看得见、也到达不了的一栏。
review-fact-no-proof = 浏览器没有提供工作量证明。关闭脚本时无法提供。
review-fact-device = 同一设备还提交了
review-fact-device-gone = 同一设备还有一份完成的访问，现已不在。

# 检查的发现。
review-found-near-duplicate = { $base } 个回答中 { $measure } % 与最接近的访问相同；偶然情况下为 { $expected } %，达到 { $threshold } % 即标记。
review-found-near-text = 共有 { $measure } % 的字串相同；达到 { $threshold } % 即标记。
review-found-independent = { $base } 对回答的“关联对独立”对数似然比为 { $measure }；一般人约为 { $expected }，低于 { $threshold } 即标记。
review-found-even-times = { $base } 页用时的离散度为 { $measure }；整体为 { $expected }，不高于 { $threshold } 即标记。
review-found-usual-times = { $base } 页用时相对通常用时的离散度为 { $measure }；整体为 { $expected }，不高于 { $threshold } 即标记。
review-found-burst = { $base } 分钟内有 { $measure } 份访问开始；当时通常为 { $expected } 份，达到 { $threshold } 份即标记。
review-found-by-source = 多数来自 { $source }。
review-found-others = 其他访问：
review-found-here = 本份：
review-found-there = 最接近的：

# 用时。
review-timings = 各页用时
review-page = 页
review-seconds = 秒
review-usual = 通常
review-against = 与通常相比
review-in-all = 合计
review-share = { $share } %
review-hurried = { $share } % — 不足三分之一

# 整体检查。
review-checks = 对全部已结束访问的检查
review-checks-are = 有些情况单看一份访问是看不出来的。这些检查把所有完成和被剔除的访问（最近 20,000 份）相互比较；它们只标记，从不剔除。新的结果会取代上一次的结果。
review-check = 检查
review-check-flags = 标记
review-check-means = 含义
review-checked-at = 发现时间：{ $time }。
review-run = 运行检查

# 防护。
review-guards = 防护
review-guards-are = 这些防护与问卷的规则一样标记，并一起计入剔除标准。质量规则关闭时不起作用。
review-honeypot = 只有自动填表程序才会发现的隐藏栏
review-guard-1 = 开
review-guard-0 = 关
review-guard-choose = 请选择开或关。
review-minimum = 最短有效时长（秒）
review-minimum-hint = 用时更短的会被标记。留空则没有此规则。
review-minimum-wrong = 请填 1 到 7200 的整数，或留空。
review-proof = 工作量证明：让浏览器算一道小题
review-proof-is = 没有算的会被标记，但不会被拦下：关闭脚本的浏览器，以及以普通 http 访问的浏览器。只有要求它的调查才会加载脚本（7 kB）。
review-guards-why = 理由（可留空）
review-guards-set = 设置
