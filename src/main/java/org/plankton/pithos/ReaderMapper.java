package org.plankton.pithos;

import java.util.Collection;
import java.util.List;
import org.apache.ibatis.annotations.Param;

/** What is asked of, and written to, the tables of who may read a file, by its own path or a folder's. */
interface ReaderMapper {
    /** @param key 0: who may read; 1: who may write, and so read */
    record Reader(int key, String value) {}

    /** Null if nothing is said of that path. */
    Long findFeature(String path);

    /** The same, and nobody adds readers or takes them away until the transaction ends. */
    Long lockFeature(String path);

    /** Of the longest of these paths that is a folder's, and of which something is said; null if there is none. */
    Long findNearest(@Param("folders") Collection<String> folders);

    List<Reader> list(long feature);

    /** @return what is said of the path from now on */
    long insertFeature(String path);

    int insert(long feature, @Param("accounts") Collection<String> accounts);

    int delete(long feature, @Param("accounts") Collection<String> accounts);

    int deleteFeature(long feature);
}
