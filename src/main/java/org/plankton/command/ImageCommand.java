package org.plankton.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.Moment;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.image.Words;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Images, whosever they are. */
@Command(name = "image", description = "Images, whosever they are.", synopsisSubcommandLabel = "COMMAND")
final class ImageCommand {
    private static final List<String> COLUMNS = List.of(
            "id",
            "name",
            "owner",
            "visibility",
            "status",
            "disk_format",
            "container_format",
            "size",
            "created_at",
            "updated_at",
            "hidden");

    private final PlanktonCommand root;

    ImageCommand(PlanktonCommand root) {
        this.root = root;
    }

    /** Which images are listed. */
    static final class Wanted {
        @Option(
                names = "--owner",
                paramLabel = "ACCOUNT",
                converter = AccountId.class,
                description = "Of that account.")
        private String owner;

        @Option(names = "--name", paramLabel = "NAME", description = "Of that name.")
        private String name;

        @Option(
                names = "--status",
                paramLabel = "STATUS",
                description = "Of any of these: ${COMPLETION-CANDIDATES}.",
                split = ",")
        private Set<Status> statuses;

        @Option(
                names = "--visibility",
                paramLabel = "VISIBILITY",
                description = "Of any of these: ${COMPLETION-CANDIDATES}.",
                split = ",")
        private Set<Visibility> visibilities;

        @Option(
                names = "--readiness",
                paramLabel = "READINESS",
                converter = ReadinessWord.class,
                completionCandidates = ReadinessWord.All.class,
                description = "Of any of these, as was last found: ${COMPLETION-CANDIDATES}. One that the service has"
                        + " not assessed yet is none of them.",
                split = ",")
        private Set<Readiness> readiness;

        Filter filter(boolean isHidden) {
            return Filter.NONE
                    .withIncludesCommunity(true)
                    .withIsHidden(isHidden)
                    .withOwner(owner)
                    .withNames(name == null ? Set.of() : Set.of(name))
                    .withStatuses(statuses)
                    .withVisibilities(visibilities)
                    .withReadiness(readiness);
        }
    }

    /** Lists images of everybody's. */
    @Command(name = "list", description = "Lists images, the newest first; those that are hidden come last.")
    int list(@ArgGroup(exclusive = false) Wanted wanted) throws IOException {
        Registry registry = root.installation().registry();
        Caller caller = root.installation().operator();
        Wanted images = wanted == null ? new Wanted() : wanted;
        root.output().write(root.out(), COLUMNS, reader -> {
            for (boolean isHidden : new boolean[] {false, true}) {
                Query query =
                        new Query(Reach.ALL, images.filter(isHidden), SortKey.CREATED_AT, SortDirection.DESC, null);
                try {
                    registry.list(caller, query, image -> hand(reader, image));
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        });
        return ExitCode.WELL;
    }

    private static void hand(Output.Rows.Reader reader, Image image) {
        ImageState state = ImageState.of(image, Map.of());
        List<Object> row = new ArrayList<>();
        for (String column : COLUMNS) {
            row.add(column.equals("id") ? image.id() : state.values().get(column));
        }
        try {
            reader.read(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows all of an image. */
    @Command(name = "show", description = "Shows all that is known of an image, and its members.")
    int show(@Parameters(paramLabel = "ID", description = "The image's.") String id) throws IOException {
        Registry registry = root.installation().registry();
        Caller caller = root.installation().operator();
        Image image = registry.findEvenDeleted(caller, id);
        show(WholeImage.of(image, image.deletedAt() == null ? registry.listMembers(caller, id) : List.of()));
        return ExitCode.WELL;
    }

    private void show(WholeImage whole) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", whole.image().id());
        fields.putAll(ImageState.of(whole.image(), whole.members()).values());
        root.output().write(root.out(), fields);
    }

    /** Gives an image to another account. */
    @Command(
            name = "chown",
            description = {
                "Gives an image to another account. Its file stays where it is. Who could read it as a member, or as"
                        + " everybody can, still does; nobody else is let read it for that, so have the image shared"
                        + " with the account first."
            })
    int chown(
            @Parameters(paramLabel = "ID", description = "The image's.") String id,
            @Parameters(paramLabel = "ACCOUNT", converter = AccountId.class, description = "Whose it is to be.")
                    String account)
            throws IOException {
        Registry registry = root.installation().registry();
        Caller caller = teller();
        WholeImage before = WholeImage.of(registry.find(caller, id), registry.listMembers(caller, id));
        Image image = registry.update(caller, id, Change.NONE.withOwner(Optional.of(account)));
        show(WholeImage.of(image, registry.listMembers(caller, id)));
        if (!image.givenTo().isEmpty() && !mayRead(before, account)) {
            root.err()
                    .println(account + " is not let read the image's file, which stays where it is: give the image"
                            + " back, have it shared with them, and give it to them again.");
        }
        return ExitCode.WELL;
    }

    /** Who tells the object store what is changed, if they can: what it is not told is noted. */
    private Caller teller() {
        try {
            return root.installation().operatorOfStore();
        } catch (Fault fault) {
            return root.installation().operator();
        }
    }

    private static boolean mayRead(WholeImage whole, String account) {
        Visibility visibility = whole.image().metadata().visibility();
        return whole.image().owner().equals(account)
                || visibility.isForEveryone()
                || visibility.isForMembers() && whole.members().containsKey(account);
    }

    /** Unregisters images. */
    @Command(
            name = "unregister",
            description = "Unregisters images; their files stay where they are. `image restore` takes that back.")
    int unregister(@Parameters(paramLabel = "ID", arity = "1..*", description = "The images'.") String[] ids)
            throws IOException {
        return each(ids, teller(), List.of(), (registry, caller, id) -> {
            registry.unregister(caller, id);
            return new Done("unregistered");
        });
    }

    /** Which moment of an image's history is meant. */
    static final class Then {
        @Option(
                names = "--before",
                paramLabel = "POSITION",
                description = "As it was before the edit at that position of its `history`.")
        private Long before;

        @Option(
                names = "--after",
                paramLabel = "POSITION",
                description = "As the edit at that position of its `history` left it.")
        private Long after;

        Moment moment() {
            return before != null ? new Moment(before, true) : new Moment(after, false);
        }
    }

    /** Makes an image what it was. */
    @Command(
            name = "restore",
            description = "Makes an image what it was at a moment, which one that is registered needs; one that was"
                    + " unregistered is as it was last without. Its file is looked at, with --token-file or with the"
                    + " credentials of plankton.store.credentials.")
    int restore(
            @Parameters(paramLabel = "ID", description = "The image's.") String id,
            @ArgGroup(exclusive = true) Then then)
            throws IOException {
        Registry registry = root.installation().registry();
        Caller caller = root.installation().operatorOfStore();
        try {
            Image image = registry.restore(caller, id, Optional.ofNullable(then).map(Then::moment));
            show(WholeImage.of(image, registry.listMembers(caller, id)));
            return ExitCode.WELL;
        } catch (Fault fault) {
            throw explained(fault, caller);
        }
    }

    /** Looks at images, and at their files. */
    @Command(
            name = "check",
            description = "Looks at images' files, with --token-file or with the credentials of"
                    + " plankton.store.credentials, and records what is found; and tells how ready the images are, why,"
                    + " and what mends it. Ends with 1 unless all files are as they were registered.")
    int check(
            @Parameters(paramLabel = "ID", arity = "1..*", description = "The images'.") String[] ids,
            @Option(
                            names = "--ready",
                            description = "Also ends with 6 if somebody should look at one of the images, and with 7 if"
                                    + " one may not boot; with 1 then only if one could not be looked at.")
                    boolean isToBeReady,
            @Option(
                            names = "--no-files",
                            description = "Looks at no files, and so needs no token: what was found of them last is"
                                    + " among the reasons.")
                    boolean isWithoutFiles)
            throws IOException {
        ReadinessCells cells = new ReadinessCells(
                root.installation().catalogue(), root.output().nests());
        List<Image> amiss = new ArrayList<>();
        List<Readiness> found = new ArrayList<>(List.of(Readiness.READY));
        Caller caller = isWithoutFiles
                ? root.installation().operator()
                : root.installation().operatorOfStore();
        int code = each(ids, caller, cells.columns(), (registry, operator, id) -> {
            Image image = isWithoutFiles ? registry.find(operator, id) : registry.check(operator, id);
            Assessment assessment = registry.assess(image);
            if (!isWithoutFiles && image.found() != null) {
                amiss.add(image);
            }
            found.add(assessment.readiness());
            return new Done(isWithoutFiles ? "assessed" : Words.of(finding(image)), cells.of(assessment));
        });
        if (code == ExitCode.WELL && isToBeReady) {
            code = ExitCode.of(Collections.max(found));
        }
        return code == ExitCode.WELL && !amiss.isEmpty() ? ExitCode.FOUND : code;
    }

    private static Finding finding(Image image) {
        return image.found() == null ? Finding.AS_REGISTERED : image.found().finding();
    }

    /** Where it is that there is no token. */
    private static Fault explained(Fault fault, Caller caller) {
        return fault.kind() == Fault.Kind.UNAUTHORIZED && caller.token().isEmpty()
                ? new Fault(
                        Fault.Kind.UNAUTHORIZED,
                        "the object store cannot be asked without a token: --token-file, or plankton.store.credentials",
                        fault)
                : fault;
    }

    /**
     * What has become of an image.
     *
     * @param outcome in a word or two
     * @param more what is in further columns, of each row that it has
     */
    private record Done(String outcome, List<List<Object>> more) {
        Done(String outcome) {
            this(outcome, List.of(List.of()));
        }
    }

    /** What is done to each of several images. */
    private interface Work {
        Done on(Registry registry, Caller caller, String id);
    }

    /**
     * One that cannot be done keeps no other from it; a party that is away, or refuses whoever asks, does.
     *
     * @param more columns that there are beside what has become of it; null in one that has been refused
     */
    private int each(String[] ids, Caller caller, List<String> more, Work work) throws IOException {
        Registry registry = root.installation().registry();
        List<Fault> faults = new ArrayList<>();
        root.output().write(root.out(), joined(List.of("id", "outcome", "reason"), more), reader -> {
            for (String id : ids) {
                try {
                    Done done = work.on(registry, caller, id);
                    for (List<Object> cells : done.more) {
                        reader.read(joined(List.of(id, done.outcome, ""), cells));
                    }
                } catch (Fault fault) {
                    faults.add(fault);
                    if (ExitCode.of(fault) == ExitCode.UNAVAILABLE) {
                        return;
                    }
                    reader.read(
                            joined(List.of(id, "refused", fault.getMessage()), Collections.nCopies(more.size(), null)));
                }
            }
        });
        for (Fault fault : faults) {
            if (ExitCode.of(fault) == ExitCode.UNAVAILABLE) {
                throw explained(fault, caller);
            }
        }
        return faults.isEmpty() ? ExitCode.WELL : ExitCode.FOUND;
    }

    private static <T> List<T> joined(List<? extends T> some, List<? extends T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others); // null among them
        return all;
    }
}
