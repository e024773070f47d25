package org.plankton.registry.ports;

import java.util.function.Function;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.image.Fault;

/** The registry's tables. */
public interface Database {
    /**
     * The tables, each as what is asked of it.
     *
     * @param writes null where they are only read
     */
    record Tables(
            ImageMapper images,
            MemberMapper members,
            UnsettledReaderMapper unsettledReaders,
            SharingMapper sharings,
            UploadMapper uploads,
            ObjectReaderMapper objectReaders,
            FileCheckMapper fileChecks,
            NoteMapper notes,
            JournalMapper journal,
            FollowerMapper followers,
            AssessmentMapper assessments,
            Writes writes) {}

    /**
     * What only the one who writes images uses.
     *
     * @param assessor makes of each what lists need to know of it
     */
    record Writes(
            AccountWriteMapper accounts,
            ImageWriteMapper images,
            MemberWriteMapper members,
            Journal journal,
            Assessor assessor) {}

    /**
     * What {@code work} finds in the tables; each of its statements sees what was committed before it. It may run
     * again.
     *
     * @throws Fault UNAVAILABLE if the database does not answer in time
     */
    <T> T read(Function<Tables, T> work);

    /**
     * What {@code work} finds in the tables, all of it as it was at one moment. It may run again.
     *
     * @throws Fault UNAVAILABLE if the database does not answer in time
     */
    <T> T snapshot(Function<Tables, T> work);

    /**
     * What {@code work} answers, after all that it did to the tables has been committed; nothing of it if it throws.
     *
     * <p>It runs again when another transaction got in its way, so it must do nothing but read and write the tables.
     *
     * @param account whose transaction it is: no account has more than half of those that there may be at once, so that
     *     who waits for rows that their own requests have locked keeps nobody else from the database
     * @throws Fault UNAVAILABLE if the database does not answer in time, others got in the way each time, or too many
     *     transactions are under way
     */
    <T> T inTransaction(String account, Function<Tables, T> work);
}
