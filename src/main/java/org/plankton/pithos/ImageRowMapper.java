package org.plankton.pithos;

import org.apache.ibatis.cursor.Cursor;

/** What is asked of the tables for all images at once. */
interface ImageRowMapper {
    /** @param hasSnapshots whether there are the columns {@code is_snapshot} and {@code available} */
    long count(boolean hasSnapshots);

    /**
     * All, in the order of their versions.
     *
     * @param encoding in which texts are told
     */
    Cursor<ImageRow> list(boolean hasSnapshots, String encoding);

    /** Of all versions of all files, the last; 0: there are none. */
    long greatestSerial();
}
