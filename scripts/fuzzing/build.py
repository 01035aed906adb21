"""Builds the one executable that all fuzz targets are in, from what `swift build` left behind.

Only the sources that parse are compiled again, optimised and with libFuzzer's counters, by the very commands that SwiftPM
compiled their modules with; everything else is linked as it is. A second build of all packages would take longer than the
fuzzing itself.
"""

import json
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TARGETS = ROOT / "Tests/Fuzzing"
FOLDER = ROOT / ".build/fuzz"
BINARY = FOLDER / "fuzz"

# The sources that read what comes from outside, by module; expressions for the path within it.
PARSERS = {
    "Assistant": r"Understanding/|Accounts/AccountAnswers\.swift",
    "Base": r"(Hexadecimal|ID|Instant|JSONText|JSONValue|LocaleCode|SafeHTML|WireJSON)\.swift",
    "Conversations": r"Attachments/(MediaType|TextEncodings)\.swift|Visits/Visit\.swift"
    r"|Lifecycle/ConversationCursor\.swift|AccountTimeline/AccountEvent\.swift",
    "Knowledge": r"APIReference/(Reading/|APIDocument|APISchema)|Markdown/|Import/(FrontMatter\.swift|HTML/)"
    r"|Tutorials/(Reading/|Transcript)|Diagrams/|HelpSearch/PageAddress\.swift"
    r"|LinkCheck/(LinkAddress|OutsideAsker)\.swift",
    "Mail": r"Letters/",
    "People": r"Provisioning/Scim(Document|Filter|Members|Patch|User)\.swift|Passkeys/PasskeyCheck\.swift"
    r"|OpenID/(IDToken|OpenIDClient|OpenIDKeys)\.swift|SignIn/SignInOrigin\.swift|Customers/IdentityToken\.swift|ProofOfWork/Puzzle\.swift",
    "Realtime": r"Frames/|Bus/RealtimeEvent\.swift|Endpoint/UpgradeGate\+Pipeline\.swift",
    "Retrieval": r".",
    "Safeguard": r"(Contact|FieldEncryption|OneTimeCodes|Secrets|Solicitation|Tokens)/|Passwords/PasswordHash\.swift",
    "Server": r"FileReading/(FileTask|FileWorkers|GIFStructure|WebPMetadata)\.swift|VirusScan/ClamdAnswer\.swift"
    r"|Backup/(BackupArchive|TarHead)\.swift|Translation/TranslationProgram\.swift",
    "Storage": r"S3/S3Answer\.swift|AuditTrail/AuditEntry\.swift",
    "Trust": r"Verification/(ChannelVerifier.*|EmailAddress|HostName|ICU|Likeness|OfficialName|PastedValue|PhoneNumber"
    r"|WebAddress)\.swift|LinkGuard/(GuardedLink|LinkGuard)\.swift|OfficialChannels/(AppStore|OfficialChannel|"
    r"OfficialChannel\+Checks|OfficialPage|SocialPlatform)\.swift|PhishingReports/FakeMark\.swift",
    "Web": r"Requests/(AddressRange|ByteRange|FormEncoding|HTTPRequest\+Credentials|MultipartFile|Request\+Form|Request\+JSON"
    r"|TrustedProxyMiddleware)\.swift|Outgoing/(AddressKind|AllowedHosts|OutgoingAddress|OutgoingGuard)\.swift"
    r"|Assets/(AcceptedCodings|SharedContent)\.swift|Security/(CrossOriginMiddleware|SiteOrigin)\.swift",
}

# Of sources that are compiled together each knows the others' insides, and twice as many take three times as long.
TOGETHER = 6

# Of SwiftPM's commands: what the driver alone understands, with and without a value, and what is told anew.
WITH_VALUE = {"-emit-module-path", "-output-file-map", "-index-store-path", "-emit-objc-header-path"}
ALONE = {
    "-emit-dependencies", "-emit-module", "-incremental", "-enable-batch-mode", "-serialize-diagnostics",
    "-parseable-output", "-emit-objc-header", "-c", "-Onone", "-g",
}  # fmt: skip


class Plan:
    """The commands of the last `swift build`."""

    def __init__(self) -> None:
        binaries = subprocess.run(
            ["swift", "build", "--show-bin-path"], cwd=ROOT, text=True, capture_output=True, check=True
        )
        self.binaries = Path(binaries.stdout.strip())
        self.text = (ROOT / ".build/debug.yaml").read_text()

    def command(self, name: str) -> list[str]:
        """The arguments of the command that makes a module (`….module`) or a program (`….exe`)."""
        found = re.search(rf'^  "C\.{name}":\n(?:    .*\n)*?    args: (\[.*\])$', self.text, re.MULTILINE)
        if not found:
            raise SystemExit(f"fuzz: the build does not know {name}; run `swift build` first")
        return json.loads(found[1])

    def module(self, name: str) -> tuple[Path, list[str], list[str]]:
        """A module's compiler, its sources, and the arguments that tell how it is compiled."""
        triple = self.binaries.parent.name
        compiler, *rest = self.command(f"{re.escape(name)}-{triple}-debug.module")
        sources: list[str] = []
        kept: list[str] = []
        arguments = iter(rest)
        for argument in arguments:
            if argument == "-Xcc":
                kept += [argument, next(arguments)]
            elif argument == "-Xfrontend":
                kept.append(next(arguments))
            elif argument in WITH_VALUE:
                next(arguments)
            elif argument.startswith("@"):
                sources = shlex.split(Path(argument[1:]).read_text())
            elif argument not in ALONE and not re.fullmatch(r"-j\d+", argument):
                kept.append(argument)
        return Path(compiler), sources, kept


def compile_sources(plan: Plan, module: str, chosen: list[str], of: str | None = None) -> list[Path]:
    """Compiles some of a module's sources; returns the objects.

    - of: The module whose command is followed, where the sources are of none that SwiftPM knows.
    """
    compiler, sources, arguments = plan.module(of or module)
    if of:
        arguments[arguments.index("-module-name") + 1] = module
        sources = chosen
    objects = FOLDER / "objects" / module
    objects.mkdir(parents=True, exist_ok=True)
    command = [str(compiler.resolve().parent / "swift-frontend"), "-frontend", "-c"]
    outputs = []
    for source in sources:
        if source in chosen:
            outputs.append(objects / f"{Path(source).name}.o")
            command.append("-primary-file")
        command.append(source)
    command += [*arguments, "-O", "-sanitize=fuzzer", "-gline-tables-only"]
    for output in outputs:
        command += ["-o", str(output)]
    run = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    if run.returncode != 0:
        sys.stderr.write(run.stdout + run.stderr)
        raise SystemExit(f"fuzz: {module} cannot be compiled for fuzzing")
    return outputs


def build(jobs: int) -> Path:
    """Compiles what parses and the targets, and links them with the rest of the server."""
    plan = Plan()
    FOLDER.mkdir(parents=True, exist_ok=True)
    work = []
    for module, pattern in PARSERS.items():
        sources = plan.module(module)[1]
        ours = [source for source in sources if f"/Sources/{module}/" in source]
        chosen = [source for source in ours if re.search(pattern, source.split(f"/Sources/{module}/")[-1])]
        work += [(module, chosen[first : first + TOGETHER], None) for first in range(0, len(chosen), TOGETHER)]
    # The largest first, so that it is not waited for alone.
    work.insert(0, ("Fuzzing", sorted(str(path) for path in TARGETS.glob("*.swift")), "ServerTests"))
    with ThreadPoolExecutor(jobs) as pool:
        compiled = list(pool.map(lambda item: compile_sources(plan, *item), work))
    replaced = {
        f"{module}.build/{Path(source).name}.o" for module, chosen, of in work if of is None for source in chosen
    }
    link(plan, replaced, [output for outputs in compiled for output in outputs])
    return BINARY


def link(plan: Plan, replaced: set[str], objects: list[Path]) -> None:
    """Links the server's objects, some of them replaced, as libFuzzer's program."""
    compiler, *rest = plan.command(f"switchboard-{re.escape(plan.binaries.parent.name)}-debug.exe")
    arguments = iter(rest)
    kept: list[str] = []
    linked: list[str] = []
    for argument in arguments:
        if argument.startswith("@"):
            linked = shlex.split(Path(argument[1:]).read_text())
        elif argument == "-o":
            next(arguments)
        elif argument == "-Xlinker":
            # libFuzzer has the `main` of this program.
            value = next(arguments)
            kept += [] if value == "--defsym" or value.startswith("main=") else [argument, value]
        else:
            kept.append(argument)
    rest_of_server = [path for path in linked if "/".join(Path(path).parts[-2:]) not in replaced]
    if len(linked) - len(rest_of_server) != len(replaced):
        raise SystemExit("fuzz: the build has other objects than sources; run `swift build` first")
    listed = FOLDER / "objects.list"
    listed.write_text("".join(f"{shlex.quote(str(path))}\n" for path in [*rest_of_server, *objects]))
    command = [compiler, *kept, f"@{listed}", "-o", str(BINARY), "-sanitize=fuzzer", "-use-ld=lld"]
    run = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    if run.returncode != 0:
        sys.stderr.write(run.stdout + run.stderr)
        raise SystemExit("fuzz: the targets cannot be linked")
