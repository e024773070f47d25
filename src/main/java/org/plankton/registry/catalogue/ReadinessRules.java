package org.plankton.registry.catalogue;

import static java.util.Map.entry;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;

/**
 * When each {@link Rule} is so. Whom an image is for is told by its formats: Plankton's own are prepared by snf-image,
 * of all others Nova makes machines.
 */
final class ReadinessRules {
    private static final String OS_FAMILY = "OSFAMILY";
    private static final String ROOT_PARTITION = "ROOT_PARTITION";
    private static final String VALUE = "value";
    private static final String ALLOWED = "allowed";
    private static final String OTHER = "other";

    private static final String NO_TASKS = "EXCLUDE_ALL_TASKS";

    /** What snf-image is to leave undone, though nobody can log in before it is done. */
    private static final List<String> TASKS_OF_LOG_IN = List.of(
            NO_TASKS, "EXCLUDE_MOUNTED_TASKS", "EXCLUDE_TASK_CHANGEPASSWORD", "EXCLUDE_TASK_ENFORCEPERSONALITY");

    /** Of an image that are looked at for what they are near to. */
    private static final int MOST_KEYS = 200;

    private static final double GIB = 1L << 30;

    private final Catalogue catalogue;
    private final NearKeys nearKeys;

    /** Each finds what its rule's words leave open, once for each reason. */
    private final List<Entry<Rule, Function<Look, Stream<Map<String, String>>>>> rules = List.of(
            entry(Rule.OS_FAMILY_MISSING, look -> when(isDisk(look) && !look.has(OS_FAMILY), about(OS_FAMILY))),
            entry(
                    Rule.ROOT_PARTITION_MISSING,
                    look -> when(isDisk(look) && !look.has(ROOT_PARTITION), about(ROOT_PARTITION))),
            entry(Rule.OS_FAMILY_UNKNOWN, look -> unknown(look, OS_FAMILY)),
            entry(Rule.ROOT_PARTITION_UNKNOWN, look -> unknown(look, ROOT_PARTITION)),
            entry(Rule.FORMAT_AND_FAMILY_DIFFER, this::differences),
            entry(Rule.USERS_MISSING, this::passwordOfRoot),
            entry(Rule.NOBODY_CAN_LOG_IN, this::excludedTasks),
            entry(Rule.KEY_NEARLY_KNOWN, this::nearlyKnown),
            entry(Rule.ARCHITECTURE_MISSING, look -> missingForNova(look, "architecture")),
            entry(Rule.OS_TYPE_MISSING, look -> missingForNova(look, "os_type")),
            entry(Rule.MIN_DISK_TOO_SMALL, this::tooSmall),
            entry(
                    Rule.NAME_USED_TWICE,
                    look -> when(look.sharesName(), Map.of("name", look.said().name()))),
            entry(Rule.FILE_CHANGED, look -> found(look, Finding.CHANGED)),
            entry(Rule.FILE_GONE, look -> found(look, Finding.GONE)),
            entry(Rule.DESCRIPTION_MISSING, look -> missingInPublic(look, "DESCRIPTION")),
            entry(Rule.OS_MISSING, look -> missingInPublic(look, "OS")),
            entry(Rule.NO_LONGER_PROVIDED, this::past));

    ReadinessRules(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.nearKeys = new NearKeys(catalogue);
    }

    List<Reason> reasons(Look look) {
        return rules.stream()
                .flatMap(rule -> rule.getValue().apply(look).map(places -> new Reason(rule.getKey(), places)))
                .toList();
    }

    private static Stream<Map<String, String>> when(boolean isSo, Map<String, String> places) {
        return isSo ? Stream.of(places) : Stream.empty();
    }

    private static Map<String, String> about(String key) {
        return Map.of(Reason.PROPERTY, key);
    }

    /** The other two formats describe themselves; and where it is to do nothing, snf-image asks nothing. */
    private static boolean isDisk(Look look) {
        return look.said().diskFormat() == DiskFormat.DISKDUMP && isPrepared(look);
    }

    private static boolean isPrepared(Look look) {
        return look.isForSynnefo() && !KnownProperty.isYes(look.value(NO_TASKS));
    }

    private Stream<Map<String, String>> unknown(Look look, String key) {
        String value = look.value(key);
        KnownProperty known = catalogue.find(key).orElse(null);
        if (!isPrepared(look) || value.isEmpty() || known == null || known.takes(value)) {
            return Stream.empty();
        }
        String allowed = known.values().isEmpty()
                ? known.minimum() + "–" + known.maximum()
                : known.values().stream().map(KnownProperty.Value::value).collect(Collectors.joining(", "));
        return Stream.of(Map.of(Reason.PROPERTY, key, VALUE, value, ALLOWED, allowed));
    }

    private Stream<Map<String, String>> differences(Look look) {
        DiskFormat format = look.said().diskFormat();
        String family = look.value(OS_FAMILY).toLowerCase(Locale.ROOT);
        boolean differ = format == DiskFormat.EXTDUMP && family.startsWith("windows")
                || format == DiskFormat.NTFSDUMP && family.equals("linux");
        return differ
                ? Stream.of(Map.of(
                        Reason.PROPERTY,
                        OS_FAMILY,
                        VALUE,
                        look.value(OS_FAMILY),
                        OTHER,
                        format.name().toLowerCase(Locale.ROOT)))
                : Stream.empty();
    }

    private Stream<Map<String, String>> passwordOfRoot(Look look) {
        return when(
                isPrepared(look) && !look.has(LogIn.USERS),
                Map.of(Reason.PROPERTY, LogIn.USERS, "user", LogIn.usual(look)));
    }

    private Stream<Map<String, String>> excludedTasks(Look look) {
        return TASKS_OF_LOG_IN.stream()
                .filter(task -> look.isForSynnefo() && KnownProperty.isYes(look.value(task)))
                .map(ReadinessRules::about)
                .limit(1);
    }

    private Stream<Map<String, String>> nearlyKnown(Look look) {
        return look.said().properties().values().keySet().stream()
                .limit(MOST_KEYS)
                .flatMap(key ->
                        nearKeys.near(key).map(near -> Map.of(Reason.PROPERTY, key, Reason.SUGGESTION, near)).stream());
    }

    private Stream<Map<String, String>> missingForNova(Look look, String key) {
        return when(look.isForOpenStack() && !look.has(key), about(key));
    }

    private Stream<Map<String, String>> tooSmall(Look look) {
        int minDisk = look.said().minDisk();
        long needed = look.image().virtualSize().orElse(0);
        return when(
                minDisk > 0 && minDisk * GIB < needed,
                Map.of(
                        "minDisk",
                        Integer.toString(minDisk),
                        "virtualSize",
                        String.format(Locale.ROOT, "%.1f GiB", Math.ceil(needed / GIB * 10) / 10)));
    }

    private Stream<Map<String, String>> found(Look look, Finding finding) {
        Found found = look.image().found();
        return found != null && found.finding() == finding
                ? Stream.of(Map.of(
                        "since", found.at().truncatedTo(ChronoUnit.SECONDS).toString()))
                : Stream.empty();
    }

    private Stream<Map<String, String>> missingInPublic(Look look, String key) {
        return when(
                look.image().isPublic()
                        && catalogue.value(look.said().properties(), key).isEmpty(),
                about(key));
    }

    private Stream<Map<String, String>> past(Look look) {
        return look
                .providedUntil()
                .filter(until -> until.isBefore(look.today()))
                .map(until -> Map.of(Reason.PROPERTY, Look.PROVIDED_UNTIL, "until", until.toString()))
                .stream();
    }
}
