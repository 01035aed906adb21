import Assistant
import Base
import Conversations
import Foundation
import Hummingbird
import HummingbirdCore
import Knowledge
import Logging
import Mail
import NIOCore
import People
import Realtime
import Safeguard
import ServiceLifecycle
import Storage
import Trust
import Web

/// The one place where the rooms meet: builds every door, adapts every port, registers every route.
struct Wiring: Sendable {
    let configuration: ServerConfiguration
    let logger: Logger
    let clock: any WallClock
    let metrics: PrometheusMetrics

    let database: any Database
    let localisation: Localisation
    let audit: AuditTrail
    let agents: Agents
    let customers: Customers
    let puzzles: Puzzles
    let timeline: Timeline
    let queues: Queues
    let teams: Teams
    let macros: Macros
    let templates: MessageTemplates
    let translations: Translations
    let articles: Articles
    let announcements: Announcements
    let notices: AnnouncedNotices
    let helpSearch: HelpSearches
    let learnedSearch: LearnedSearch
    let apiDocuments: APIDocuments

    let blobs: any Blobs
    let attachments: Attachments
    let bus: any EventBus
    let hub: Hub
    let registry = ConnectionRegistry()
    let outboxSignal = WorkSignal()
    let jobSignal = WorkSignal()
    let gate: SecretsGate
    /// Nil where the exchange answers nothing about accounts.
    let accountGateway: AccountGateway?
    let desk: Desk
    let boards: Boards
    let viewing: Viewing
    let viewCounter: ViewCounter
    let contentGaps: ContentGaps
    let questionCounter: QuestionCounter
    let signs = SignsOfLife()
    let sessions: Sessions
    let officialChannels: OfficialChannels
    /// Nil where no mail server is set.
    let mailer: Mailer?
    let subscriptions: AnnouncementSubscriptions?
    let announcementWebhooks: AnnouncementWebhooks
    let phishingReports: PhishingReports
    let linkGuard: LinkGuard
    let openIDClient: OpenIDClient
    let drawings: DiagramDrawings
    /// Reads the pictures of strangers, and of editors.
    let files: FileWorkers
    /// Nil where the operator has none.
    let scanner: (any VirusScanning)?
    /// Raised when what is official or on the blocklist changes.
    let trustSignal = WorkSignal()

    /// Opens the database, brings its schema up to date and makes the doors.
    init(
        _ configuration: ServerConfiguration,
        database: any Database,
        logger: Logger,
        clock: any WallClock,
        metrics: PrometheusMetrics
    ) async throws {
        self.configuration = configuration
        self.database = database
        self.logger = logger
        self.clock = clock
        self.metrics = metrics
        let steps = try await Migrator(database, migrations: Self.migrations(), clock: clock).run()
        try await configuration.encryption.prepare(database)
        if !steps.isEmpty { logger.info("schema brought up to date", metadata: ["steps": "\(steps.count)"]) }
        localisation = try Localisation(assets: Array(Self.assets.values), offering: configuration.languages)
        gate = SecretsGate()
        accountGateway = configuration.accounts.map { accounts in
            AccountGateway(accounts, texts: configuration.texts, clock: clock, logger: logger)
        }
        bus = configuration.redis.map { RedisEventBus($0, logger: logger) } ?? InProcessEventBus()
        hub = Hub(bus: bus)
        blobs = try Self.openBlobs(configuration, makesFolder: true)
        let jobs = Jobs(clock: clock, signal: jobSignal)
        mailer = configuration.mail.map { Mailer($0, database, jobs: jobs, clock: clock) }
        linkGuard = LinkGuard(clock: clock)
        let outgoing = OutgoingGuard(allowing: configuration.allowedHosts)
        openIDClient = OpenIDClient(outgoing, clock: clock)
        announcementWebhooks = AnnouncementWebhooks(database, outgoing: outgoing, jobs: jobs, clock: clock)
        try await LinkGuardWatcher.load(linkGuard, from: database)
        scanner = configuration.clamd.map { Clamd($0, logger: logger) }
        files = FileWorkers(logger: logger)
        let inspection = FileInspection(gate: gate, reader: files, scanner: scanner)
        drawings = DiagramDrawings(GraphvizLayout(logger: logger))
        attachments = Attachments(database, blobs: blobs, inspection: inspection, jobs: jobs, clock: clock)
        timeline = Timeline(
            database,
            bus: bus,
            outbox: Outbox(clock: clock, signal: outboxSignal),
            jobs: jobs,
            gate: gate,
            knownTransactions: Self.knownTransactions(accountGateway, clock: clock),
            localisation: localisation,
            topics: Topic.standard,
            rules: configuration.routing,
            missedAfter: configuration.webhooks == nil ? nil : configuration.missedReplyAfter,
            linkGuard: linkGuard,
            verificationMethods: Self.verificationMethods(configuration),
            clock: clock
        )
        translations = Translations(
            timeline,
            translator: configuration.translation.map {
                TranslationProgram(configuration: $0, logger: logger)
            }
        )
        audit = AuditTrail(database, clock: clock)
        agents = Self.agents(configuration, database, mailer, localisation, clock: clock, ended: hub.gap)
        teams = Teams(database, clock: clock)
        queues = Queues(database, clock: clock)
        try await queues.prepare()
        let verifier = try await IdentityTokenVerifier(configuration.identity, clock: clock)
        customers = Customers(
            database,
            verifier: verifier,
            merging: [ConversationMerging(timeline)],
            clock: clock
        )
        puzzles = Puzzles(database, rules: configuration.puzzles, clock: clock)
        sessions = Sessions(
            customers: customers,
            agents: agents,
            usesSecureCookies: configuration.usesSecureCookies
        )
        officialChannels = OfficialChannels(database, gate: gate, changes: trustSignal, clock: clock)
        desk = Desk(database, accountGuard: VerificationRules(database, clock: clock))
        boards = Boards(database, desk: desk, rules: configuration.routing, clock: clock)
        viewing = Viewing(bus: bus, hub: hub, clock: clock)
        macros = Macros(database, gate: gate, clock: clock)
        templates = MessageTemplates(
            database,
            MessageTemplate.ofConversations + AssistantGreeter.templates(for: Topic.standard),
            localisation: localisation,
            gate: gate,
            clock: clock
        )
        try await templates.reload()
        learnedSearch = LearnedSearch(database, clock: clock, logger: logger)
        helpSearch = HelpSearches(learned: learnedSearch)
        articles = Articles(database, gate: gate, clock: clock, listener: helpSearch)
        notices = AnnouncedNotices(hub: hub, clock: clock, logger: logger)
        let news = AnnouncementListeners([helpSearch, notices])
        announcements = Announcements(database, clock: clock, listener: news)
        subscriptions = Self.subscriptions(configuration, database, mailer, localisation, jobs, clock)
        let hearers = Self.hearers(subscriptions, announcementWebhooks)
        phishingReports = PhishingReports(
            database,
            channels: officialChannels,
            warnings: AnnouncedWarnings(announcements, localisation, hearers: hearers),
            pictures: inspection,
            gate: gate,
            changes: trustSignal,
            clock: clock
        )
        viewCounter = ViewCounter(articles, logger: logger)
        contentGaps = ContentGaps(database, clock: clock)
        questionCounter = QuestionCounter(contentGaps, gate: gate, clock: clock, logger: logger)
        helpSearch.rebuild(try await articles.all(for: .staff), categories: try await articles.categories())
        try await announcements.announce()
        apiDocuments = APIDocuments(database, shelf: APIShelf(), clock: clock)
        try await apiDocuments.refresh()
    }

    /// The whole server as a service.
    ///
    /// - `extra`: Further routes and pages: the demo's.
    /// - `onRunning`: Called with the port once it listens.
    func application(
        extra: (Router<WebContext>, PageRenderer) -> Void = { _, _ in },
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let router = try router(extra)
        let limits = configuration.realtime
        let gateway = ConversationGateway(
            timeline: timeline,
            desk: desk,
            boards: boards,
            notices: notices,
            viewing: viewing,
            sessions: sessions,
            proxies: TrustedProxyMiddleware(configuration.trustedProxies)
        )
        let (hub, registry, clock) = (hub, registry, clock)
        var application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                RealtimeChannel(
                    responder: responder,
                    gateway: gateway,
                    hub: hub,
                    registry: registry,
                    limits: limits,
                    clock: clock
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: nil
            ),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        application.addServices(services(gateway))
        return application
    }

    /// Every route there is.
    func router(
        _ extra: (Router<WebContext>, PageRenderer) -> Void = { _, _ in }
    ) throws -> Router<WebContext> {
        let assets = try WidgetLauncher.worded(Self.assets, by: localisation)
        let assetLibrary = AssetLibrary(assets, brand: configuration.wholeBrand)
        let pages = try pageRenderer(assetLibrary)
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLogMiddleware(.debug))
        router.add(middleware: MetricsMiddleware())
        router.add(middleware: TrustedProxyMiddleware(configuration.trustedProxies))
        router.add(middleware: SecurityHeadersMiddleware(configuration.browserPolicy))
        router.add(middleware: FileHostMiddleware(configuration.fileOrigin))
        router.add(
            middleware: LocaleMiddleware(
                locales: localisation.locales,
                usesSecureCookies: configuration.usesSecureCookies
            )
        )
        router.add(middleware: ProblemMiddleware(pages: pages))
        router.add(middleware: CrossOriginMiddleware())
        router.add(middleware: SessionMiddleware(sessions))
        router.add(middleware: requestLimits)

        OperationsRoutes(database: database, metrics: metrics, connections: registry, bus: bus).register(
            on: router
        )
        assetLibrary.register(on: router, fixed: ["/widget.js": "Conversations/Widget/widget-launcher.js"])
        APIDescription.register(on: router)
        router.get("\(RealtimeChannel.path)") { request, _ -> Response in
            throw RealtimeRefusal(request).problem
        }
        registerPeople(router)
        SecurityPageRoutes(pages: pages).register(on: router)
        StaffPageRoutes(pages: pages).register(on: router)
        SignInRulesPageRoutes(pages: pages).register(on: router)
        registerTrust(router, pages)
        registerStepUps(router)
        registerPrivacy(router, pages)
        registerKnowledge(router, pages)
        registerConversations(router, pages)
        extra(router, pages)
        router.refuseOtherMethods()
        return router
    }

    private func registerPeople(_ router: Router<WebContext>) {
        let writes = limiter(configuration.writesPerMinute)
        let isSecure = configuration.usesSecureCookies
        CustomerSessionRoutes(
            customers: customers,
            puzzles: puzzles,
            limiter: writes,
            usesSecureCookies: isSecure
        ).register(on: router)
        ProofOfWorkRoutes(puzzles: puzzles, limiter: writes).register(on: router)
        let desk = AgentRouter(router, signs: signs)
        DeskRoutes(timeline: timeline, desk: self.desk, agents: agents).register(on: desk)
        BoardRoutes(boards: boards).register(on: desk)
        let admin = AgentRouter(router, base: "/api/v1/admin", signs: signs)
        RoutingRoutes(queues: queues, teams: teams, agents: agents, timeline: timeline).register(
            on: desk,
            admin
        )
        MessageTemplateRoutes(templates: templates).register(on: admin)
        AuditRoutes(trail: audit).register(on: admin)
        registerSignIn(router, on: desk, admin)
        registerDeskTools(on: desk, admin)
    }
}
