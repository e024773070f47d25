package org.plankton.pithos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.cursor.Cursor;

/**
 * What is asked of one file, and written of it as an image: the attributes of its newest version, through a view that
 * has no others. Texts that others have written come as bytes.
 */
interface AttributeMapper {
    /** A file that is alive. */
    record File(long node, byte[] path) {}

    /** @param cluster 0: it is alive */
    record Version(String uuid, int cluster, boolean isSnapshot) {}

    /**
     * An attribute.
     *
     * @param isWhole whether the rest of the row is as it has to be, too
     */
    record Row(byte[] key, byte[] value, boolean isWhole) {}

    /** Something that looks like an image. */
    record Seen(byte[] uuid, byte[] path) {}

    /**
     * Begins a transaction of which each statement sees what was committed before it.
     *
     * @param lockMillis how long a lock is waited for
     * @param isBounded whether the server ends it, and so its locks, where it stands still; of a server that can
     */
    void begin(int lockMillis, boolean isBounded);

    /** Begins one that sees everything as it was at its beginning, and writes nothing. */
    void beginLooking();

    /** The one that Synnefo's library finds; null if there is none. */
    File findFile(String uuid, String encoding);

    /** Its newest version, which stays that until the transaction ends; null if there is none. */
    Long lockNode(long node);

    /** To be asked in a statement after that which has locked the node, which may have waited for others' changes. */
    Version findVersion(long serial, boolean hasSnapshots);

    /** Waits for whoever changes something in that container, as Pithos does not without having locked it. */
    Long awaitContainer(String path);

    Long findNewest(long node);

    List<Row> list(long serial, long node, String encoding);

    int update(long serial, String key, String value);

    /** @param values by key */
    int insert(long serial, long node, @Param("values") Map<String, String> values);

    int delete(long serial, @Param("keys") Collection<String> keys);

    /** All but those. */
    int deleteOthers(long serial, @Param("keys") Collection<String> keys);

    /** How many are on other versions of that file and yet say that they are of the newest: the library lists them. */
    long countLeft(String uuid, long serial);

    int deleteLeft(String uuid, long serial);

    /** @param hasSnapshots whether there is the column {@code is_snapshot} */
    Cursor<Seen> listSeen(boolean hasSnapshots, String encoding);
}
