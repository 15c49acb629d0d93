# 各类页面共用的文字。
site-name = Canvass
language = 语言
error-title-prefix = 错误：{ $title }

error-signed-out = 请先登录
error-signed-out-do = 请登录后重新打开本页。
error-forbidden = 您没有权限进行此操作
error-forbidden-do = 请联系管理人员办理，或请其为您开通相应角色。
error-not-found = 页面不存在
error-not-found-do = 此地址没有内容。请检查链接是否完整，或联系发送链接的人。
error-not-allowed = 此处不支持这样的操作
error-not-allowed-do = 此地址不接受这种请求，请从链接重新打开。
error-malformed = 无法读取提交的内容
error-malformed-do = 收到的内容不是本站的表单。请在浏览器中返回上一页，重新提交。
error-too-large = 提交的内容过大
error-too-large-do = 请在浏览器中返回上一页，缩短填写的文字后重新提交。
error-invalid = 暂时无法完成
error-invalid-do = 请在浏览器中返回上一页修改。
error-busy = 请稍候再试
error-busy-do = 现在访问的人较多，请等几秒钟后重新提交。
error-internal = 我们这边出了点问题
error-internal-do = 请过一分钟再试，之前提交的内容已经保存。
error-offline = 网络已断开
error-offline-do = 请检查网络后再试。
