package org.plankton.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.TypeHandlerRegistry;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;

/**
 * Constants, which columns hold as the numbers that the table {@code word} tells of. Numbers are in the order of the
 * words, as that is what listings are sorted by, and there is room between them for more. What has not been told is
 * {@link #NONE}, which comes before every word.
 */
final class WordHandler<E extends Enum<E>> extends ColumnHandler<E> {
    static final int NONE = 0;

    /** Held by no column. */
    private static final int UNKNOWN = 255;

    static final WordHandler<Status> STATUSES = new WordHandler<>(
            "status",
            Status.class,
            Map.of(
                    Status.AVAILABLE, 10,
                    Status.DELETED, 20,
                    Status.ERROR, 30,
                    Status.QUEUED, 40,
                    Status.SAVING, 50,
                    Status.UNAVAILABLE, 60));

    static final WordHandler<Finding> FINDINGS =
            new WordHandler<>("finding", Finding.class, Map.of(Finding.CHANGED, 10, Finding.GONE, 20));

    static final WordHandler<Visibility> VISIBILITIES = new WordHandler<>(
            "visibility",
            Visibility.class,
            Map.of(
                    Visibility.COMMUNITY, 10,
                    Visibility.PRIVATE, 20,
                    Visibility.PUBLIC, 30,
                    Visibility.SHARED, 40));

    static final WordHandler<DiskFormat> DISK_FORMATS = new WordHandler<>(
            "disk_format",
            DiskFormat.class,
            Map.ofEntries(
                    Map.entry(DiskFormat.AKI, 10),
                    Map.entry(DiskFormat.AMI, 20),
                    Map.entry(DiskFormat.ARI, 30),
                    Map.entry(DiskFormat.DISKDUMP, 40),
                    Map.entry(DiskFormat.EXTDUMP, 50),
                    Map.entry(DiskFormat.GPT, 55),
                    Map.entry(DiskFormat.ISO, 60),
                    Map.entry(DiskFormat.NTFSDUMP, 70),
                    Map.entry(DiskFormat.PLOOP, 80),
                    Map.entry(DiskFormat.QCOW2, 90),
                    Map.entry(DiskFormat.RAW, 100),
                    Map.entry(DiskFormat.VDI, 110),
                    Map.entry(DiskFormat.VHD, 120),
                    Map.entry(DiskFormat.VHDX, 130),
                    Map.entry(DiskFormat.VMDK, 140)));

    static final WordHandler<ContainerFormat> CONTAINER_FORMATS = new WordHandler<>(
            "container_format",
            ContainerFormat.class,
            Map.of(
                    ContainerFormat.AKI, 10,
                    ContainerFormat.AMI, 20,
                    ContainerFormat.ARI, 30,
                    ContainerFormat.BARE, 40,
                    ContainerFormat.COMPRESSED, 45,
                    ContainerFormat.DOCKER, 50,
                    ContainerFormat.OVA, 60,
                    ContainerFormat.OVF, 70));

    static final WordHandler<MemberStatus> MEMBER_STATUSES = new WordHandler<>(
            "member_status",
            MemberStatus.class,
            Map.of(
                    MemberStatus.ACCEPTED, 10,
                    MemberStatus.PENDING, 20,
                    MemberStatus.REJECTED, 30));

    static final WordHandler<Readiness> READINESS = new WordHandler<>(
            "readiness",
            Readiness.class,
            Map.of(
                    Readiness.CHECK, 10,
                    Readiness.MAY_NOT_BOOT, 20,
                    Readiness.READY, 30));

    static final WordHandler<EditKind> EDITS = new WordHandler<>(
            "edit",
            EditKind.class,
            Map.ofEntries(
                    Map.entry(EditKind.ANSWER, 10),
                    Map.entry(EditKind.BEGIN_UPLOAD, 20),
                    Map.entry(EditKind.CHECK, 30),
                    Map.entry(EditKind.END_UPLOAD, 40),
                    Map.entry(EditKind.FORGET, 50),
                    Map.entry(EditKind.IMPORT, 55),
                    Map.entry(EditKind.LOCATE, 60),
                    Map.entry(EditKind.MOVE, 70),
                    Map.entry(EditKind.REGISTER, 80),
                    Map.entry(EditKind.RESERVE, 90),
                    Map.entry(EditKind.RESTORE, 100),
                    Map.entry(EditKind.SHARE, 110),
                    Map.entry(EditKind.UNREGISTER, 120),
                    Map.entry(EditKind.UPDATE, 130),
                    Map.entry(EditKind.UPLOAD, 140)));

    static final List<WordHandler<?>> ALL = List.of(
            STATUSES, FINDINGS, VISIBILITIES, DISK_FORMATS, CONTAINER_FORMATS, MEMBER_STATUSES, READINESS, EDITS);

    private final String kind;
    private final Class<E> type;
    private final Map<E, Integer> numbers;

    /** By their numbers. */
    private final Object[] constants = new Object[UNKNOWN];

    private WordHandler(String kind, Class<E> type, Map<E, Integer> numbers) {
        this.kind = kind;
        this.type = type;
        this.numbers = new EnumMap<>(numbers);
        numbers.forEach((constant, number) -> constants[number] = constant);
    }

    /** Has it used wherever there is such a constant. */
    void register(TypeHandlerRegistry handlers) {
        handlers.register(type, this);
    }

    /** {@link #NONE} of null. */
    int number(E constant) {
        return constant == null ? NONE : numbers.get(constant);
    }

    /** Of what a client says, each once: whatever is no word is one, which no column has. */
    List<Integer> numbers(Collection<String> words) {
        return words.stream().map(this::number).distinct().toList();
    }

    /** {@link #NONE} of the empty word, and {@link #UNKNOWN} if there is no such word. */
    private int number(String word) {
        if (word.isEmpty()) {
            return NONE;
        }
        return numbers.entrySet().stream()
                .filter(entry -> word(entry.getKey()).equals(word))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(UNKNOWN);
    }

    /** Null of {@link #NONE}. */
    E constant(int number) {
        E constant = type.cast(constants[number]);
        if (constant == null && number != NONE) {
            throw new IllegalStateException("the database holds " + number + " for a " + kind + ", which is no word");
        }
        return constant;
    }

    /** The number of each word, by {@code <kind>.<word>}. */
    void eachWord(BiConsumer<String, Integer> consumer) {
        numbers.forEach((constant, number) -> consumer.accept(kind + "." + word(constant), number));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, E constant, JdbcType type)
            throws SQLException {
        statement.setInt(index, numbers.get(constant));
    }

    @Override
    public E getNullableResult(ResultSet row, int column) throws SQLException {
        return constant(row.getInt(column));
    }
}
