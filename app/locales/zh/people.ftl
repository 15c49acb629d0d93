# 角色
role-owner = 负责人
role-owner-is = 分配权限，并可做其他角色所能做的一切
role-manager-is = 管理执行
role-analyst-is = 查看数据
role-author-is = 编写问卷

# 两步登录
sign-in-code-title = 手机上的验证码
sign-in-code = 验证码
sign-in-code-hint = 手机应用上显示的六位数字，每半分钟更换一次。
sign-in-code-wrong = 验证码不正确，或已用过。请等手机上出现下一个。
sign-in-code-lost = 手机丢失？请负责人在“人员”页关闭您的两步验证，或请服务器管理员运行 canvass people second-factor-off 姓名。
sign-in-code-back = 重新输入姓名与密码

# 我的账户
account-title = 我的账户
account-password = 密码
account-current = 当前密码
account-current-wrong = 密码不正确，请检查后重试。
account-new = 新密码
account-new-hint = 至少 10 个字符。几个词比符号更好记。
account-repeat = 再次输入新密码
account-password-button = 更改密码
account-done-password = 密码已更改。您在其他设备上的登录已失效。
account-done-factor-on = 两步验证已开启。今后登录还需验证码。
account-done-factor-off = 两步验证已关闭。仅凭密码即可登录。
account-everywhere = 全部退出
account-everywhere-is = 结束您在所有设备上的登录，包括本机。
account-everywhere-button = 全部退出
account-factor = 两步验证
account-factor-is-on = 已开启：登录需要密码和手机上的验证码。
account-factor-is-off = 未开启：知道您密码的人就能登录。
account-factor-prepare = 设置两步验证
account-factor-add = 在手机应用中添加 Canvass
account-factor-scan = 请用一次性验证码应用扫描（如 FreeOTP、Aegis、2FAS、Google 或 Microsoft Authenticator）。
account-factor-picture = 含密钥的二维码
account-factor-type = 或在应用中输入此密钥：
account-factor-link = 或在本设备上打开
account-factor-confirm = 输入第一个验证码以确认
account-factor-on = 开启
account-factor-off = 关闭
account-factor-ends-others = 您的其他登录将失效，因为它们未经验证码登录。
account-factor-code-wrong = 验证码不符。请检查手机时间是否准确，并输入当前显示的验证码。

# 人员
people-title = 人员
people-here = 在职人员
people-gone = 已离开
people-name = 姓名
people-name-hint = 用于登录。本人可在链接页另选姓名。
people-roles-of-house = 所有调查的权限
people-roles-hint = 若只应看到个别调查，请全部留空，并在该调查的“权限”页授权。
people-roles-set = 设定权限
people-surveys = 个别调查的权限
people-surveys-is = 在各调查的“权限”页授予或收回。
people-sign-in = 登录
people-none = –
people-has-password = 已设密码
people-no-password = 尚未设密码
people-has-factor = 两步验证
people-add = 添加人员
people-add-button = 添加并生成链接
people-back = ← 全部人员
people-link = { $name } 的一次性链接
people-link-is = 仅在此显示一次。一天内可使用一次，用于设置密码。请通过只有本人能看到的方式发送。
people-link-new = 生成一次性链接
people-link-new-is = 用于忘记密码的人。此前的链接失效；两步验证保持不变。
people-end-sessions = 全部退出
people-end-sessions-is = 结束此人的所有登录。
people-factor-off = 关闭两步验证
people-factor-off-is = 用于手机丢失的人。请确认确系本人提出。
people-leave = 离开
people-left = 已离开
people-left-is = 结束登录与链接，此姓名不能再登录。所做的操作保留在审计记录中。
people-left-at = 已离开，自
people-come-back = 重新在职
people-come-back-is = 权限与密码不变。
people-done-roles = 权限已设定。
people-done-sessions = 此人的所有登录已结束。
people-done-factor = 两步验证已关闭。
people-done-left = 此人不能再登录。
people-done-back = 此人可以重新登录。
people-last-owner = 未作更改：这是最后一位负责人。请先指定另一位负责人。

# 单个调查的权限
roles-title = 权限与受访者数据
roles-here = 谁可以做什么
roles-is = 在此没有权限的人看不到这项调查的存在。负责人可做一切。
roles-of-house = 凭所有调查的权限
roles-of-survey = 本调查的权限
roles-of = { $name } 的权限
roles-none-takes = 全部不选，则此人不能再访问本调查。
roles-give = 授予权限
roles-give-button = 授予这些权限
roles-person = 人员
roles-done-roles = 权限已设定。
roles-done-retention = 保留期限已设定。

# 受访者数据
roles-retention = 受访者数据
roles-retention-is = 访问结束（未结束的从最后一页算起）后满此天数，服务器将删除可识别受访者的信息：来源编号（pid）、设备、链接所带变量、邀请名单中的条目，以及标记为个人信息的题目的答案。访问仍然计数。
roles-personal = 标记为个人信息的题目：{ $questions }。
roles-personal-none = 本问卷没有标记为个人信息的题目。
roles-days = 多少天后删除
roles-days-hint = 留空：永不删除。删除后无法恢复。
roles-days-wrong = 请输入 1 至 36500 的天数，或留空。
roles-why = 原因（记入审计）
roles-retention-set = 设定
roles-erased = 已删除的内容
roles-erased-none = 尚未删除任何内容。
roles-erased-interviews = 访问
roles-erased-pids = 编号（pid）
roles-erased-devices = 设备
roles-erased-variables = 链接变量
roles-erased-answers = 个人答案
roles-erased-invitations = 邀请
roles-withdrawn = { $count ->
    [0] 没有受访者撤回。
   *[other] 有 { $count } 位受访者撤回，其访问已删除。
}

# 审计
audit-title = 审计
audit-is = 谁在工作台做了什么。此处内容不能更改或删除。
audit-search = 查找
audit-text = 文字
audit-who = 人员
audit-survey = 调查
audit-deed = 操作
audit-deed-any = 全部
audit-from = 从
audit-until = 到
audit-day-wrong = 请按“年-月-日”输入日期，如 2026-01-31。
audit-when = 时间
audit-subject = 对象
audit-change = 更改
audit-why = 原因
audit-none = 没有找到。
audit-older = 更早
audit-csv = 将查找结果下载为 CSV（适用于 Excel）
audit-deed-sign_in = 登录
audit-deed-sign_in_failed = 登录失败
audit-deed-code_failed = 验证码错误
audit-deed-sign_out = 退出
audit-deed-sign_out_everywhere = 全部退出
audit-deed-password = 设置密码
audit-deed-name = 更改姓名
audit-deed-person = 添加人员
audit-deed-roles = 权限
audit-deed-link = 生成一次性链接
audit-deed-left = 离开
audit-deed-back = 重新在职
audit-deed-second_factor_on = 开启两步验证
audit-deed-second_factor_off = 关闭两步验证
audit-deed-download = 下载
audit-deed-upload = 上传

# 受访者撤回
withdraw-offer = 撤回我的回答
withdraw-title = 撤回您的回答？
withdraw-is = 您在此所作的全部回答将被删除，无论是否完成。此后无人能再看到。
withdraw-for-ever = 删除后无法恢复。
withdraw-button = 删除我的回答
withdraw-back = 保留我的回答
withdrawn-title = 您的回答已删除
withdrawn-is = 本次访问中您的回答没有任何保留。仍然感谢您抽出时间。

# 纸版问卷
paper-personal = 填写内容属个人信息，到期删除
