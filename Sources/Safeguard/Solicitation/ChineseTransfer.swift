/// Whether a clause of Chinese tells its reader to move funds to where somebody says, or to let somebody steer their device.
enum ChineseTransfer {
    private static func words(_ list: String) -> [[Unicode.Scalar]] {
        list.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) }
    }

    private static let moving = words(
        """
        转账 转入 转到 转至 转移 转去 转进 转 汇款 汇到 汇至 汇入 打款 打到 打入 打进 充值到 充值至 充到 充入 存入 存到 划转到 划转至 提币到 提币至 提到 提现到
        提现至 发送到 发送至 发到 支付到 放到 放进 移到 移至 集中到 迁移
        """
    )
    private static let targets = words(
        """
        安全账户 安全账号 安全钱包 安全地址 监管账户 专用账户 保护账户 托管账户 托管钱包 临时账户 临时钱包 临时地址 验证账户 对公账户 指定账户 指定地址 指定钱包 指定的
        以下地址 以下钱包 以下账户 下面的地址 下面这个 下面地址 这个地址 这个钱包 这个账户 我的地址 我的钱包 我的账户 我们的钱包 我们的地址 我们的账户 我发您的 我发给您的
        我给您的 我提供的 我们提供的 客服账户 客服的 个人账户 冷钱包账户 保险账户 清算账户 备用金账户 安全的账户 安全的钱包 安全的地址 此地址 冻结账户 公司账户 资金池
        我们的安全 平台的安全
        """
    )
    private static let paying = words("缴纳 支付 交纳 缴 交 充值 充入 转入 存入 打款 补缴 补交 垫付 付")
    private static let fees = words(
        """
        保证金 解冻金 押金 个税 税款 税费 税 认证金 激活金 担保金 会员费 解冻费 通道费 手续费 验资 风险金 诚意金 usdt u 元 服务费 工本费
        """
    )
    private static let releases = words("解冻 解锁 释放 恢复 解除 激活 解封 放行 认证 提现 提币")
    private static let weakReleases = words("提现 提币 认证 激活")
    private static let strongFees = words("保证金 解冻金 押金 个税 税款 税费 认证金 激活金 担保金 解冻费 通道费 验资 风险金 诚意金")
    private static let steering = words(
        """
        远程控制 远程协助 远程操作 远程连接 远程帮 远程桌面 远程软件 远程软体 远程登录 远程给 todesk 向日葵 anydesk teamviewer 屏幕共享 共享屏幕 分享屏幕
        共享您的屏幕 分享您的屏幕 共享你的屏幕 rustdesk 腾讯会议 网易uu远程 投屏 操控您 操作您的手机 操作您的电脑 控制您的
        """
    )
    private static let showing = words("屏幕共享 共享屏幕 分享屏幕 共享您的屏幕 分享您的屏幕 共享你的屏幕 分享你的屏幕")
    private static let letting = words("下载 安装 打开 使用 运行 开启 启动 授权 允许 同意 接受 让我 装 开 加入 进行 通过 需要 来 用 点击 帮您 为您 发起")

    static func asks(_ text: [Unicode.Scalar], isForbidden: Bool) -> [Solicitation] {
        let isNarrated = has(words("让您 让你 叫您 叫你 引导您"), text[...]) && !has(words("我"), text[...])
        guard !isForbidden, !isNarrated else { return [] }
        var kinds: [Solicitation] = []
        if goesToThem(text) || paysForRelease(text) { kinds.append(.transfer) }
        if has(showing, text[...]), has(words("请 麻烦 能 可以 您 你 需要 方便"), text[...]) {
            kinds.append(.remoteControl)
        }
        if kinds.last != .remoteControl, let name = place(steering, text[...]),
            has(letting, text[..<name]) || has(letting, text[name...]) && name == 0,
            !has(words("卸载 关闭 删除 断开 是否 有没有 曾 如果 若"), text[...])
        {
            kinds.append(.remoteControl)
        }
        return kinds
    }

    private static func goesToThem(_ text: [Unicode.Scalar]) -> Bool {
        guard let target = place(targets, text[...]), let verb = place(moving, text[..<target]) else {
            return false
        }
        return target - verb <= 14 && !has(words("已 系统会 我们会 我们将 如果 若 是否 仅支持"), text[..<verb])
    }

    private static func paysForRelease(_ text: [Unicode.Scalar]) -> Bool {
        guard let pay = place(paying, text[...]), let fee = place(fees, text[pay...]) else { return false }
        let isStrong = has(strongFees, text[pay...])
        let wanted = isStrong ? releases : releases.filter { word in !weakReleases.contains(word) }
        return has(wanted, text[fee...]) || isStrong && has(words("先"), text[..<fee])
            || isStrong && has(words("才能 方可 即可 后可 再"), text[fee...])
    }

    private static func place(_ words: [[Unicode.Scalar]], _ text: ArraySlice<Unicode.Scalar>) -> Int? {
        text.indices.first { place in words.contains { text[place...].starts(with: $0) } }
    }

    private static func has(_ words: [[Unicode.Scalar]], _ text: ArraySlice<Unicode.Scalar>) -> Bool {
        place(words, text) != nil
    }
}
