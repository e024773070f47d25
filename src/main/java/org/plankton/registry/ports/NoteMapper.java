package org.plankton.registry.ports;

import java.util.List;
import org.plankton.registry.image.Location;

/**
 * What is asked of the tables in which it is noted what the object store is still to be told, by whose objects they
 * are.
 */
public interface NoteMapper {
    /**
     * An object whose readers at the store may be others than the image's.
     *
     * @param isBeingChanged whether somebody has begun so lately to tell the store that they may be about to
     */
    record NotedObject(Location location, boolean isBeingChanged) {}

    /**
     * The accounts of whose objects something is noted, in the order of their ids: readers, changes of readers, or what
     * uploads have left behind.
     *
     * @param after they come after that one; empty: from the first
     * @param lease seconds of silence after which an upload is dead
     * @param limit how many at most
     */
    List<String> listAccounts(String after, long lease, int limit);

    /**
     * The account's objects of which readers are noted, or a change of them, always in the same order.
     *
     * @param after they come after that one; null: from the first
     * @param grace seconds for which somebody who has begun to tell the store is left alone
     * @param limit how many at most
     */
    List<NotedObject> listObjects(String account, Location after, long grace, int limit);

    /**
     * What the account has left behind and the store has not just been told to delete, in the order of the images' ids.
     *
     * @param after they come after that image's; empty: from the first
     * @param lease seconds of silence after which an upload is dead
     * @param limit how many at most
     */
    List<UploadMapper.Orphan> listOrphans(String account, String after, long lease, int limit);
}
