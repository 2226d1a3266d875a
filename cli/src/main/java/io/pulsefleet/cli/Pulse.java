package io.pulsefleet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The fleet from a shell.
 *
 * <pre>
 * pulse login https://hub:9443 --fingerprint sha256:...
 * pulse hosts
 * pulse run web-1 host.snapshot
 * </pre>
 */
@Command(
        name = "pulse",
        description = "The fleet from a shell.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        versionProvider = Pulse.Version.class,
        exitCodeListHeading = "%nExit codes:%n")
final class Pulse implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private Pulse() {}

    /** Of the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = Pulse.class.getPackage().getImplementationVersion();
            return new String[] {"pulse " + (version == null ? "of this build" : version)};
        }
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }

    /** Not by System.out, which never says that it cannot write. */
    public static void main(String... arguments) {
        var terminal = new Terminal(
                new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8), true),
                new PrintWriter(new OutputStreamWriter(System.err, UTF_8), true),
                new BufferedReader(new InputStreamReader(System.in, UTF_8.newDecoder())),
                Optional.ofNullable(System.console()).map(Terminal.Person::at),
                System.getenv());
        System.exit(run(terminal, arguments));
    }

    /** @return how it ended: {@link Exit} */
    static int run(Terminal terminal, String... arguments) {
        return line(terminal).execute(arguments);
    }

    static CommandLine line(Terminal terminal) {
        var line = new CommandLine(new Pulse());
        line.addSubcommand(new Login(terminal));
        line.addSubcommand(new Logout(terminal));
        line.addSubcommand(new Hosts(terminal));
        line.addSubcommand(new Jobs(terminal));
        line.addSubcommand(new Run(terminal));
        line.addSubcommand(new Job(terminal));
        line.addSubcommand(new CommandLine(new Schedule(terminal))
                .addSubcommand(new Reschedule.Set(terminal))
                .addSubcommand(new Reschedule.Pause(terminal))
                .addSubcommand(new Reschedule.Resume(terminal))
                .addSubcommand(new Reschedule.Clear(terminal)));
        line.addSubcommand(new Tail(terminal));
        line.addSubcommand(new Apply(terminal));
        line.addSubcommand(new Export(terminal));
        line.addSubcommand(new Completion(terminal));
        line.setExpandAtFiles(false); // @FILE is a parameter's value here
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.getCommandSpec().usageMessage().exitCodeList(codes());
        line.getSubcommands().values().forEach(Pulse::pointToCodes);
        line.setExecutionExceptionHandler((failed, command, parsed) -> {
            if (failed instanceof RefusedException refused) {
                terminal.remark("pulse: " + refused.getMessage());
                return refused.exit().code();
            }
            throw failed;
        });
        return line;
    }

    private static void pointToCodes(CommandLine line) {
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes: see pulse --help%n");
        line.getSubcommands().values().forEach(Pulse::pointToCodes);
    }

    private static Map<String, String> codes() {
        var codes = new LinkedHashMap<String, String>();
        Stream.of(Exit.values()).forEach(exit -> codes.put(" " + exit.code(), exit.meaning()));
        return codes;
    }
}
