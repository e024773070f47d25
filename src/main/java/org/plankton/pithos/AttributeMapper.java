package org.plankton.pithos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.cursor.Cursor;

/**
 * What is asked of one file, and written of it as an image: the attributes of its newest version, through a view that
 * has no others.
 */
interface AttributeMapper {
    /** @param latestVersion null: there is none */
    record Node(long node, Long latestVersion) {}

    /** @param cluster 0: it is alive */
    record Version(String uuid, int cluster) {}

    /**
     * An attribute.
     *
     * @param isWhole whether the rest of the row is as it has to be, too
     */
    record Row(String key, String value, boolean isWhole) {}

    /** Something that looks like an image. */
    record Seen(String uuid, String path) {}

    /** No lock is waited for longer than 2 seconds, in this transaction. */
    void boundLocks();

    /** Null if there is none; its newest version stays that until the transaction ends. */
    Node lockNode(String path);

    /** To be asked in a statement after that which has locked the node, which may have waited for others' changes. */
    Version findVersion(long serial);

    List<Row> list(long serial, long node);

    int update(long serial, String key, String value);

    /** @param values by key */
    int insert(long serial, long node, Map<String, String> values);

    int delete(long serial, Collection<String> keys);

    /** @param hasSnapshots whether there is the column {@code is_snapshot} */
    Cursor<Seen> listSeen(boolean hasSnapshots);
}
