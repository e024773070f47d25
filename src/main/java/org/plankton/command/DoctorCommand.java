package org.plankton.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.plankton.health.Diagnosis;
import org.plankton.registry.image.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at all that the service needs. */
@Command(
        name = "doctor",
        description = "Looks at all that the service needs: settings; the database, its clock, time zone, character"
                + " set, rights and tables; the identity service and the object store; the public address, and what"
                + " passes through it. Each finding has its remedy; what was skipped says what it takes to look"
                + " at it. Changes nothing. Ends with 1 if there is anything to be done.")
final class DoctorCommand implements Callable<Integer> {
    private final PlanktonCommand root;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = Address.Web.class,
            description =
                    "The address that clients have. Default: plankton.public-url; without either it is" + " skipped.")
    private String url;

    DoctorCommand(PlanktonCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        boolean[] isAmiss = new boolean[1];
        List<Supplier<List<Diagnosis>>> examinations = root.installation().examinations(Optional.ofNullable(url));
        root.output().write(root.out(), List.of("subject", "state", "seen", "remedy"), reader -> {
            for (Supplier<List<Diagnosis>> examination : examinations) {
                for (Diagnosis diagnosis : examination.get()) {
                    isAmiss[0] |= diagnosis.severity().isAmiss();
                    reader.read(List.of(
                            diagnosis.subject(),
                            Words.of(diagnosis.severity()),
                            diagnosis.observation(),
                            diagnosis.remedy()));
                }
            }
        });
        return isAmiss[0] ? ExitCode.FOUND : ExitCode.WELL;
    }
}
