package org.plankton.pithos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Sharing;

/**
 * Who may read a file, where Pithos itself is not told: whom the rule of its own path names or, if it has none, that of
 * the nearest folder it is in. Only its own is written. Who may write stays, and so does the owner.
 */
final class PathReaders {
    private final ReaderMapper mapper;

    PathReaders(ReaderMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Writes who may, or only looks. Of those who may and should not only who is known to have been let read it by the
     * registry may no longer: the others were by the owner. If nobody is left the rule goes, unless a folder's would
     * hold then, and let in whom that names: it names the owner, as Pithos has it of files that are nobody else's.
     *
     * @param whole null: it is registered no longer
     * @param former who may read it no longer, as far as that is known
     * @param fields to which it is added that this is otherwise
     * @param remarks to which it is added that others may read it
     */
    void look(
            String path,
            WholeImage whole,
            Set<String> former,
            boolean writes,
            SortedSet<String> fields,
            List<String> remarks) {
        Set<String> wanted = wanted(whole);
        Set<String> known = new TreeSet<>(former);
        if (whole != null) {
            known.addAll(whole.members().keySet());
        }
        Long own = writes ? mapper.lockFeature(path) : mapper.findFeature(path);
        Long rule = own == null && wanted.isEmpty() ? folders(path) : own;
        List<ReaderMapper.Reader> there = rule == null ? List.of() : mapper.list(rule);
        Set<String> missing = new TreeSet<>(wanted);
        Set<String> gone = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        String owner = path.substring(0, path.indexOf('/'));
        for (ReaderMapper.Reader reader : there) {
            String account = reader.value();
            missing.remove(account);
            if (!wanted.contains(account) && !account.equals(owner)) {
                boolean isOurs = own != null && reader.key() == 0 && known.contains(account);
                (isOurs ? gone : others).add(account);
            }
        }
        if (writes && !missing.isEmpty()) {
            mapper.insert(own == null ? mapper.insertFeature(path) : own, missing);
        }
        if (writes && !gone.isEmpty()) {
            mapper.delete(own, gone);
            if (missing.isEmpty() && gone.size() == there.size()) {
                leaveNobody(path, own, owner);
            }
        }
        if (!missing.isEmpty() || !gone.isEmpty()) {
            fields.add("readers");
        }
        if (whole != null && !others.isEmpty()) {
            remarks.add("its file is shared in Pithos with others, too: " + String.join(", ", others));
        }
    }

    private void leaveNobody(String path, long own, String owner) {
        if (folders(path) == null) {
            mapper.deleteFeature(own);
        } else {
            mapper.insert(own, Set.of(owner));
        }
    }

    /** The rule of the nearest folder that has one; null if there is none. A folder's name may end with a slash. */
    private Long folders(String path) {
        List<String> folders = new ArrayList<>();
        int container = path.indexOf('/', path.indexOf('/') + 1);
        for (int slash = path.lastIndexOf('/'); slash > container; slash = path.lastIndexOf('/', slash - 1)) {
            folders.add(path.substring(0, slash + 1));
            folders.add(path.substring(0, slash));
        }
        return folders.isEmpty() ? null : mapper.findNearest(folders);
    }

    /** Those who have only its id are no readers: what is everybody's is in everybody's lists there. */
    private static Set<String> wanted(WholeImage whole) {
        Set<String> wanted = new TreeSet<>();
        if (whole != null) {
            Image image = whole.image();
            if (image.metadata().visibility().isForMembers()) {
                wanted.addAll(whole.others().keySet());
            }
            if (image.isPublic()) {
                wanted.add(Sharing.EVERYONE);
            }
        }
        return wanted;
    }
}
