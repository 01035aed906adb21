// The words by which a clause of Chinese is judged.
extension ChineseAsk {
    static func words(_ list: String) -> [[Unicode.Scalar]] {
        list.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) }.sorted {
            $0.count > $1.count
        }
    }

    /// Names of secrets, the longer before the shorter.
    static let names: [(kind: Solicitation, words: [[Unicode.Scalar]])] = [
        (
            .oneTimeCode,
            words(
                """
                验证码 校验码 动态码 动态密码 动态口令 一次性密码 一次性口令 谷歌码 谷歌验证 短信码 安全码 认证码 确认码 cvv cvv2 cvc otp 2fa 6位数字 六位数字
                4位数字 四位数字 6位数 六位数 6位码 六位码 那串数字 这串数字 收到的数字 收到的码 短信里的数字 短信中的数字 短信上的数字 数字码 背面三位 背后三位 后三位数 背面的三位
                背面3位 后三码 那个码 备用码 把码 恢复码
                """
            )
        ),
        (
            .seedPhrase,
            words(
                """
                助记词 恢复词 备份词 助记码 种子词 种子短语 种子 密语 恢复短语 12个单词 十二个单词 24个单词 12个英文单词 24个英文单词 十二个英文单词 12个词 十二个词 24个词
                seedphrase mnemonic
                """
            )
        ),
        (.privateKey, words("私钥 密匙 keystore privatekey")),
        (.apiSecret, words("apisecret secretkey api密钥 api私钥 密钥 秘钥 api的secret secret")),
        (.password, words("登录密码 资金密码 交易密码 支付密码 钱包密码 邮箱密码 账户密码 账号密码 提币密码 提现密码 密码 口令 pin码 pin password")),
    ]
    /// Things that are named after secrets and are none.
    static let things = words(
        """
        页面 输入框 错误 报错 有误 不正确 问题 重置 找回 功能 设置 提示 界面 选项 栏 失败 过期 失效 邮件 方式 登录 保护 管理 长度 格式 规则 按钮 强度 次数 框 修改
        更改 发送 的手机 的邮箱 的时间 的截图时间 的原因 的问题 的页面 的功能 的方式 的方法 的提示 的情况 的状态 的重要 的安全 收不到 没收到 未收到 签名 备份 存储 导入
        和验证 不对 无效 安全 泄露 泄漏 被盗 丢失 忘记 遗失 时 后 前 为空 锁定 已 未 无法 不能 登陆 校验失败 输错 相关 验证失败
        """
    )
    /// By which something is handed over to us.
    static let giving = words(
        """
        发给我 发给我们 发送给我 发送给我们 发我 发过来 发来 发到这 发到本 发到聊天 发到对话 发到我 发送到这 发送至我 发一下 发下 发送一下 发出来 发至 告诉我 告诉客服
        告诉我们 告诉专员 告诉工作人员 告诉一下 告知我 告知客服 告知一下 告知我们 告知 提供给我 提供给客服 提供给我们 提供一下 提供下 提供 报给我 报给 报一下 报下 报上来
        说一下 说下 说给我 讲一下 念给我 念一下 念出来 读给我 读一下 读出来 分享给我 分享给客服 共享给我 回复我 回复给 回复一下 回复 回传 回我 传给我 传过来 传一下 传我
        给我 给到我 给到客服 给客服 给下 给一下 交给我 交给客服 交给我们 透露给我 透露给客服 贴出来 贴到 贴上来 贴过来 贴给 粘贴到 粘贴过来 粘贴在这 写给我 写在这 写到这
        写下来发 打给我 打出来 打在 转发给 转发 出示 上传 截图发 截图给 截图 拍照 拍张 拍下来发 拍给我 私信我 私信给 私聊发 填给 填到这 填在这 输入到这 输入在这 输入给
        输在 输到 提交给客服 提交给我 提交给我们 核对一下 同步给我 同步一下 留一下 留下 亮出 说出 发 告诉 报出
        """
    )
    /// Only what is written to us.
    static let here = words("这里 此处 聊天 对话 我 我们 客服 下方回复 这边 本人 专员 回复框 窗口里")
    static let writing = words("输入 填写 提交 确认 核对 核实 验证 写下 填入 录入 粘贴 复制 补充 说明")
    static let checking = words("核对 核实 确认 验证 提供")
    static let negations = words(
        """
        勿 不要 别 不会 不得 切莫 无需 不需要 不用 不能 不可 不应 不必 绝不 从不 决不 永不 严禁 禁止 防止 避免 拒绝 谨防 警惕 没必要 没有必要 没有任何 任何人 他人
        别人 其他人 陌生人 第三方 骗子 诈骗 有人 对方 冒充 假冒 自称 凡是 索要 索取 诱导 骗取 套取 泄露 泄漏 并非 而非 不该 不索 不向 不想 无权 不存 不保存 看不到
        无法看到 不知道 不掌握 从未 未曾 不透露 不提供 不发 不告诉 如果有 若有 一旦有 钓鱼 黑客 不法 是否已 有没有 是否曾 曾经 骗 要求先 向我要 谁 无须 毋须 当心 小心
        以防
        """
    )
    /// What only looks like one.
    static let idioms = words(
        """
        别担心 别着急 别急 别慌 不要担心 不要着急 不用担心 不用急 不用着急 不要慌 不好意思 能不能 可不可以 是不是 方不方便 别忘 不要忘 不必担心 别客气 不客气 级别 别名
        特别 识别 个别 分别 区别 性别 差别 别处 不放心 不便 不方便 无需担心 无需紧张 不要紧张 别紧张
        """
    )
    static let reader = words("给您 给你 到您 到你 至您 至你 向您 向你 给用户 到用户 您的手机号发 给客户")
    static let elsewhere = words(
        """
        页面 app 应用 卡片 网站 官网 设置 登录框 输入框 弹窗 表单 手机上 电脑上 键盘 登录时 提币时 提现时 验证时 客户端 小程序 系统中 界面 程序 栏 钱包中 钱包里
        纸上 硬件
        """
    )
    static let blocking = words(
        """
        收不到 没收到 没有收到 未收到 忘记 忘了 重置 修改 更改 找回 输错 关于 是否 如果 为什么 何时 哪 怎么 如何 接收 获取 设置 绑定 更换 泄露 丢失 不记得 收取 导入
        保管 备份 妥善 保存
        """
    )
    static let whats = words("是多少 是哪几个词 是什么 是啥 多少 是几 是哪 发一下 报一下 呢 几位 是")
    static let needing = words("需要 要 得有 必须有 得知道 需核对 需核实 需提供 需您 想知道 得看 得要 缺 还差")
    static let ours = words("我 我们 这边 客服 系统 后台 技术 专员 风控 本人 工程师 主管 我方 人工")
}
