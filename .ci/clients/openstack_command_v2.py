"""python-openstackclient's image commands with version 2 of the API, which is what people type today."""

import hashlib
import json
import os
import tempfile
import uuid

import checks
from checks import BYTES, PROPERTIES

ALICES_ACCOUNT, BOBS_ACCOUNT = (checks.account_of(user) for user in ('alice', 'bob'))
FORMATS = ('--disk-format', 'raw', '--container-format', 'bare')
# What it sets itself on every image.
OWN = {'owner_specified.openstack.md5', 'owner_specified.openstack.sha256', 'owner_specified.openstack.object'}


def openstack(*arguments, **options):
    return checks.run('/usr/bin/openstack', '--os-image-api-version', '2', 'image', *arguments, **options)


def properties(values):
    return [word for key in values for word in ('--property', f'{key}={values[key]}')]


class OpenstackCommand(checks.ImagesV2):
    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(BYTES)
        cls.addClassCleanup(os.unlink, file.name)
        cls.file = file.name

    def succeed(self, *arguments, **options):
        done = openstack(*arguments, **options)
        self.assertEqual((0, ''), (done.status, done.errors))
        return done

    def ask(self, *arguments, **options):
        return json.loads(self.succeed(*arguments, '-f', 'json', **options).text)

    def fail_with(self, message, *arguments, **options):
        failed = openstack(*arguments, **options)
        self.assertNotEqual(0, failed.status)
        self.assertIn(message, failed.errors)
        self.assertNotIn('Traceback', failed.errors)

    def create(self, name, *arguments, user='alice', **options):
        created = self.ask('create', *FORMATS, *arguments, name, user=user, **options)
        self.addCleanup(openstack, 'delete', created['id'], user=user)
        return created

    def listed(self, *arguments, **options):
        return [row['ID'] for row in self.ask('list', *arguments, **options)]

    def test_create_with_everything_and_show(self):
        image_id = str(uuid.uuid4())
        name = checks.fresh('Ünï/x y%z')
        self.create(name, '--id', image_id, '--file', self.file, '--min-ram', '64', '--min-disk', '2', '--protected',
                    '--community', '--tag', 'x.y:z', '--tag', 'Big', *properties(PROPERTIES))
        self.addCleanup(openstack, 'set', '--unprotected', image_id)
        for user, key in (('alice', image_id), ('alice', name), ('bob', image_id)):
            shown = self.ask('show', key, user=user)
            self.assertEqual(
                (image_id, name, 'active', len(BYTES), hashlib.md5(BYTES).hexdigest(), 64, 2, True, 'community',
                 ALICES_ACCOUNT, 'raw', 'bare', ['Big', 'x.y:z']),
                tuple(shown[field] for field in (
                    'id', 'name', 'status', 'size', 'checksum', 'min_ram', 'min_disk', 'protected', 'visibility',
                    'owner', 'disk_format', 'container_format')) + (sorted(shown['tags']),))
            kept = {key: value for key, value in shown['properties'].items() if key in PROPERTIES}
            self.assertEqual(PROPERTIES, kept)
            self.assertEqual(
                ('sha512', hashlib.sha512(BYTES).hexdigest(), False),
                tuple(shown['properties'][key] for key in ('os_hash_algo', 'os_hash_value', 'os_hidden')))
        self.fail_with('409', 'create', '--id', image_id, name)

    def test_create_with_a_word_for_each_visibility(self):
        for visibility in ('private', 'shared'):
            self.assertEqual(visibility, self.create(checks.fresh('seen'), f'--{visibility}')['visibility'])

    def test_create_from_the_input(self):
        made = self.create(checks.fresh('input'), data=BYTES)
        self.assertEqual(('active', len(BYTES)), tuple(self.ask('show', made['id'])[key] for key in ('status', 'size')))

    def test_create_without_bytes(self):
        made = self.create(checks.fresh('reserved'))
        self.assertEqual(('queued', 'shared'), (made['status'], made['visibility']))
        self.assertLessEqual(OWN, set(made['properties']))

    def test_save(self):
        image = self.make()
        self.assertEqual(BYTES, self.succeed('save', image.id).output)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, 'image')
            self.succeed('save', '--file', file, image.name)
            with open(file, 'rb') as saved:
                self.assertEqual(BYTES, saved.read())

    def test_set(self):
        image = self.make(tags=['old'], a='1', b='2')
        self.succeed('set', '--name', 'Über', '--min-ram', '9', '--min-disk', '1', '--protected', '--tag', 'x.y:Z',
                     '--property', 'b=3', '--property', 'c.D:e=x y', '--property', 'empty=', image.id)
        changed = self.library.images.get(image.id)
        self.assertEqual(('Über', 9, 1, True, ['old', 'x.y:Z']), (
            changed.name, changed.min_ram, changed.min_disk, changed.protected, sorted(changed.tags)))
        self.assertEqual(['1', '3', 'x y', ''], [changed[key] for key in ('a', 'b', 'c.D:e', 'empty')])
        for visibility in ('private', 'community', 'shared'):
            self.succeed('set', f'--{visibility}', image.id)
            self.assertEqual(visibility, self.library.images.get(image.id).visibility)

    def test_set_of_formats(self):
        image = self.make(data=None)
        self.succeed('set', '--disk-format', 'qcow2', '--container-format', 'ovf', image.id)
        changed = self.library.images.get(image.id)
        self.assertEqual(('qcow2', 'ovf'), (changed.disk_format, changed.container_format))

    def test_unset(self):
        image = self.make(data=None, tags=['a', 'b.C:d'], e='1', f='2', os_distro='arch', **{'g.H:i': '3'})
        self.succeed('unset', '--tag', 'b.C:d', '--property', 'e', '--property', 'g.H:i', '--property', 'os_distro',
                     image.id)
        changed = self.library.images.get(image.id)
        self.assertEqual((['a'], '2'), (changed.tags, changed['f']))
        self.assertEqual(set(), {'e', 'g.H:i', 'os_distro'} & set(changed))
        self.fail_with('nonexistent tag', 'unset', '--tag', 'none', image.id)

    def test_publish(self):
        publisher = checks.publisher()
        name = checks.fresh('public')
        image = self.create(name, '--private', user=publisher)
        self.succeed('set', '--public', name, user=publisher)
        self.assertIn(image['id'], self.listed('--public', user='bob'))
        self.assertEqual(image['id'], self.ask('show', name, user='bob')['id'])

    def test_hide(self):
        image = self.make(data=None)
        self.succeed('set', '--hidden', image.id)
        self.assertNotIn(image.id, self.listed())
        self.assertIn(image.id, self.listed('--hidden'))
        self.assertEqual(image.id, self.ask('show', image.name)['id'])  # it looks among the hidden ones, too
        self.succeed('set', '--unhidden', image.name)
        self.assertIn(image.id, self.listed())

    def test_deactivate_and_activate(self):
        image = self.make()
        self.succeed('set', '--deactivate', image.id)
        self.assertEqual('deactivated', self.ask('show', image.id)['status'])
        refused = openstack('save', image.id)
        self.assertNotIn(BYTES, refused.output)
        self.succeed('set', '--activate', image.id)
        self.assertEqual(BYTES, self.succeed('save', image.id).output)

    def test_members(self):
        image = self.make()
        self.assertEqual('pending', self.ask('add', 'project', image.id, BOBS_ACCOUNT)['status'])
        self.assertNotIn(image.id, self.listed(user='bob'))
        self.assertIn(image.id, self.listed('--shared', '--member-status', 'pending', user='bob'))
        self.succeed('set', '--accept', image.id, user='bob')
        self.assertIn(image.id, self.listed('--shared', user='bob'))
        self.assertEqual(BYTES, self.succeed('save', image.name, user='bob').output)
        self.assertEqual([{'Image ID': image.id, 'Member ID': BOBS_ACCOUNT, 'Status': 'accepted'}],
                         self.ask('member', 'list', image.id))
        self.succeed('set', '--reject', image.id, user='bob')
        self.assertNotIn(image.id, self.listed('--shared', user='bob'))
        self.fail_with('403', 'set', '--accept', '--project', BOBS_ACCOUNT, image.id)
        self.succeed('remove', 'project', image.name, BOBS_ACCOUNT)
        self.assertEqual([], self.ask('member', 'list', image.id))
        self.fail_with('No Image found', 'show', image.id, user='bob')

    def test_list(self):
        name = checks.fresh('listed')
        images = [self.make(name=name, tags=['a b', 'c']) for _ in range(3)]
        made = {image.id for image in images}
        filters = ('--name', name, '--status', 'active', '--shared', '--project', ALICES_ACCOUNT, '--tag', 'c')
        self.assertEqual(made, set(self.listed(*filters, '--tag', 'a b', '--sort', 'size:desc,name:asc')))
        self.assertEqual([], self.listed(*filters, '--tag', 'd'))
        self.assertEqual(set(), made & set(self.listed('--status', 'queued')))
        self.assertEqual(set(), made & set(self.listed('--private')))
        self.assertEqual(1, len(self.listed('--name', name, '--limit', '1')))
        row = next(row for row in self.ask('list', '--long') if row['ID'] == images[0].id)
        self.assertEqual(
            (name, 'raw', 'bare', len(BYTES), images[0].checksum, 'active', 'shared', False, ALICES_ACCOUNT),
            tuple(row[column] for column in (
                'Name', 'Disk Format', 'Container Format', 'Size', 'Checksum', 'Status', 'Visibility', 'Protected',
                'Project')))

    def test_list_by_properties(self):
        image = self.make(data=None, **PROPERTIES)
        # It asks for all, and picks by itself.
        for key in ('os_distro', 'trait:HW_CPU_X86_AVX2'):
            self.assertIn(image.id, self.listed('--property', f'{key}={PROPERTIES[key]}'), key)
        self.assertNotIn(image.id, self.listed('--property', 'Capitals=kept'))

    def test_list_of_more_than_a_page(self):
        name = checks.fresh('many')
        made = {self.make(data=None, name=name).id for _ in range(27)}
        self.assertEqual(made, set(self.listed('--name', name)))
        self.fail_with('More than one Image exists with the name', 'show', name)

    def test_list_from_a_marker(self):
        name = checks.fresh('marked')
        made = {self.make(data=None, name=name).id for _ in range(3)}
        first = next(iter(image.id for image in self.library.images.list(filters={'name': name}, limit=1)))
        self.assertEqual(made - {first}, set(self.listed('--name', name, '--marker', first)))

    def test_delete(self):
        images = [self.make(data=None) for _ in range(2)]
        self.succeed('delete', images[0].id, images[1].name)
        for image in images:
            self.fail_with('No Image found', 'show', image.id)

    def test_delete_of_what_may_not_be_deleted(self):
        image = self.make(data=None, visibility='community', protected=True)
        for user in ('alice', 'bob'):
            self.fail_with('403', 'delete', image.id, user=user)
        self.assertEqual('queued', self.library.images.get(image.id).status)
        self.fail_with('403', 'set', '--name', 'mine', image.id, user='bob')

    def test_names_that_are_none(self):
        for name in ('nosuch', checks.UNKNOWN):
            self.fail_with(f'No Image found for {name}', 'show', name)

    def test_import_is_not_offered(self):
        name = checks.fresh('imported')
        self.addCleanup(openstack, 'delete', name)  # it was made, and stays without bytes
        self.fail_with('does not support the image import method', 'create', '--import', '--file', self.file, *FORMATS,
                       name)


if __name__ == '__main__':
    checks.main()
