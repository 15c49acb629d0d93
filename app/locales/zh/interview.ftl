# 受访者页面的文字（问卷本身的文字除外）。
next = 下一页
back = 上一页
submit = 提交
progress = 进度
progress-done = 已完成 { $percent }%
contact = 联系方式
optional = 选填
please-choose = 请选择
please-specify = 请注明
please-specify-for = 请注明：{ $choice }
rank-place = 第{ $place }位
at-most-characters = 最多{ $max }个字
decimals-hint = 最多{ $decimals }位小数

summary-errors = 有{ $count }处需要您修改
summary-warnings = 请核对{ $count }处回答
summary-warnings-do = 如果确认无误，请再次点击“{ $next }”。

fault-required-choose = 请选择一个答案。
fault-required-tick = 请至少选择一项。
fault-required-number = 请填写数字。
fault-required-text = 请填写您的回答。
fault-required-rank = 请为每个名次各选一项。
fault-items = 还有{ $count }行没有选择，请每行选择一个答案。
fault-item = 请在这一行选择一个答案。
fault-not-offered = 没有这个选项，请从列出的选项中选择。
fault-twice = 收到了两个不同的答案，请只选一个。
fault-not-a-number = 请只填写数字，例如{ $example }。
fault-whole-number = 请填写整数，不要带小数。
fault-decimals = 最多保留{ $decimals }位小数。
fault-out-of-range = 请填写{ $low }到{ $high }之间的数字。
fault-too-few = 请至少选择{ $count }项。
fault-too-many = 最多选择{ $count }项，请取消多余的选项。
fault-too-few-ranks = 请为前{ $count }位各选一项。
fault-too-many-ranks = 最多排{ $count }位。
fault-exclusive = “{ $choice }”不能与其他选项同时选择，请取消它，或取消其他选项。
fault-other-text = 请注明“{ $choice }”的具体内容。
fault-too-long = 请缩短到{ $max }个字以内，现在有{ $typed }个字。
fault-rank-gap = 请从第1位开始依次选择，中间不要留空。
fault-rank-twice = 这一项已排在其他名次，请选择另一项。

ending-complete = 感谢您的参与
ending-screened-out = 感谢您的参与
ending-quota-full = 感谢您的参与
ending-refused = 感谢您的关注
ending-complete-text = 您的回答已提交。
ending-screened-out-text = 本次调查需要的受访者条件与您的情况暂不相符，期待下次合作。
ending-quota-full-text = 与您情况相近的样本已满，期待下次合作。
ending-refused-text = 您没有参加本次调查，不会再向您提问。
ending-close = 现在可以关闭本页。

welcome-back = 欢迎回来
welcome-back-text = 您上次没有答完。已填写的内容都已保存，可以从中断的地方继续。
go-on = 继续作答
expired = 本次问卷已无法继续
expired-text = 中断的时间过长。您已填写的内容保持原样保存。感谢您抽出时间。
paused = 调查暂停中
paused-text = 目前暂时不能作答。您已填写的内容都已保存，请稍后再打开此链接。
closed = 调查已结束
closed-text = 本次调查已不再接受作答。您已填写的内容都已保存。感谢您的关注。
rush = 请稍候再试
rush-text = 刚才没能接收您的这一页。您填写的内容没有丢失，请等几秒钟后重新提交。
send-again = 重新提交

sign-wait = 请稍候，这一步需要联网。
sign-wait-offline = 这一步需要联网，现在网络不通。您的回答都已保存在本机，联网后会自动继续，也可以点“下一页”立即重试。
sign-kept = 现在网络不通，回答已保存在本机，稍后会自动发送。
sign-sent = 您的回答已全部发送。
sign-not-kept = 此浏览器无法保存内容，请在回答发送完成前不要离开本页。

pick-exactly = 请选 { $count } 项。
pick-up-to = 最多选 { $count } 项。
pick-at-least = 至少选 { $count } 项。
pick-between = 请选 { $least } 至 { $most } 项。
pick-chosen = 已选 { $count } 项，共可选 { $most } 项
pick-chosen-of-least = 已选 { $count } 项，至少 { $least } 项
pick-over = 已选 { $count } 项，请取消 { $over } 项
number-range = { $low } 至 { $high }
open-typed = 已写 { $typed } 字，最多 { $max } 字

rank-hint = 按您的顺序依次点选，可用箭头或拖动来调整。
rank-taken = 已排 { $count } 位，共 { $most } 位
rank-at = { $choice }：第 { $place } 位
rank-gone = { $choice }：已取消排位
rank-up = 上移“{ $choice }”
rank-down = 下移“{ $choice }”
rank-drag = 拖动“{ $choice }”

list-search = 搜索
list-search-hint = 名称的一部分，或拼音首字母
list-found = 找到 { $count } 项
list-back = 全部分组
list-close = 关闭

step-at = 第 { $at } 项，共 { $count } 项
step-previous = 上一项
step-next = 下一项
