"""python-glanceclient's command, `glance`, with version 2 of the API: what people and scripts type."""

import ast
import hashlib
import json
import os
import re
import tempfile
import uuid

import checks
from checks import BYTES, PROPERTIES, UNKNOWN

BOBS_ACCOUNT = checks.account_of('bob')
# Of a refusal in Glance's HTML the command tells the status, and of one in JSON the message.
TOLD = {
    '403': '403|access to this image is not allowed|nobody but the member|not to be used',
    '404': '404|there is no such image|has no such tag|is not shared with',
    '409': '409|id is taken|has its bytes',
}
FORMATS = ('--disk-format', 'raw', '--container-format', 'bare')


def glance(*arguments, **options):
    return checks.run('/usr/bin/glance', '--os-image-api-version', '2', *arguments, **options)


def properties(values):
    return [word for key in values for word in ('--property', f'{key}={values[key]}')]


class GlanceCommand(checks.ImagesV2):
    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(BYTES)
        cls.addClassCleanup(os.unlink, file.name)
        cls.file = file.name

    def create(self, *arguments, **options):
        created = self.succeed('image-create', *arguments, **options).fields()
        self.end_with_check(created['id'])
        return created

    def succeed(self, *arguments, **options):
        done = glance(*arguments, **options)
        self.assertEqual((0, ''), (done.status, done.errors))
        return done

    def fail_with(self, message, *arguments, **options):
        failed = glance(*arguments, **options)
        self.assertNotEqual(0, failed.status)
        self.assertRegex(failed.errors + failed.text, TOLD.get(message, re.escape(message)))
        self.assertNotIn('Traceback', failed.errors)

    def listed(self, *arguments, **options):
        return [row[0] for row in self.succeed('image-list', *arguments, **options).table()]

    def test_create_with_everything_from_a_file_and_show(self):
        image_id = str(uuid.uuid4())
        created = self.create(
            '--id', image_id, '--name', checks.fresh('Ünï'), '--file', self.file, *FORMATS, '--min-ram', '64',
            '--min-disk', '2', '--protected', 'True', '--hidden', 'True', '--visibility', 'community',
            '--tags', 'x.y:z', 'Big', *properties(PROPERTIES))
        self.assertEqual(
            (image_id, 'active', str(len(BYTES)), hashlib.md5(BYTES).hexdigest(), 'sha512', '64', '2', 'True', 'True',
             'community'),
            tuple(created[field] for field in (
                'id', 'status', 'size', 'checksum', 'os_hash_algo', 'min_ram', 'min_disk', 'protected', 'os_hidden',
                'visibility')))
        self.assertEqual(['Big', 'x.y:z'], sorted(ast.literal_eval(created['tags'])))
        for user in ('alice', 'bob'):
            shown = self.succeed('image-show', '--max-column-width', '9999', image_id, user=user).fields()
            self.assertEqual({key: value.strip() for key, value in PROPERTIES.items()},
                             {key: shown[key] for key in PROPERTIES})
            self.assertEqual(hashlib.sha512(BYTES).hexdigest(), shown['os_hash_value'])
            self.assertEqual((created['name'], created['checksum']), (shown['name'], shown['checksum']))
        self.fail_with('409', 'image-create', '--id', image_id)

    def test_create_from_the_input(self):
        created = self.create('--name', checks.fresh('input'), *FORMATS, data=BYTES)
        self.assertEqual(('active', hashlib.md5(BYTES).hexdigest()), (created['status'], created['checksum']))

    def test_reserve_and_upload_later(self):
        created = self.create('--name', checks.fresh('reserved'), *FORMATS)
        self.assertEqual(('queued', 'None', 'shared'), tuple(created[key] for key in ('status', 'size', 'visibility')))
        self.fail_with('has no data', 'image-download', created['id'])
        self.succeed('image-upload', created['id'], '--file', self.file)
        self.assertEqual(BYTES, self.succeed('image-download', created['id']).output)
        self.fail_with('409', 'image-upload', created['id'], '--file', self.file)

    def test_download_into_a_file(self):
        image = self.make()
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, 'image')
            self.succeed('image-download', image.id, '--file', file)
            with open(file, 'rb') as downloaded:
                self.assertEqual(BYTES, downloaded.read())

    def test_list(self):
        images = [self.make(name=checks.fresh('listed'), tags=['a b', 'c'], **PROPERTIES) for _ in range(3)]
        rows = [[image.id, image.name] for image in sorted(images, key=lambda image: image.name)]
        self.assertEqual(rows, [row for row in self.succeed('image-list').table() if row in rows])
        filters = ('--property-filter', 'trait:HW_CPU_X86_AVX2=required', '--tag', 'c', '--tag', 'a b',
                   '--visibility', 'shared', '--owner', images[0].owner, '--checksum', images[0].checksum,
                   '--hash', images[0].os_hash_value, '--property-filter', 'Capitals=Kept')
        for page in ((), ('--page-size', '1'), ('--page-size', '2')):
            self.assertEqual([row[0] for row in reversed(rows)], self.listed(*filters, *page, '--sort', 'name:desc'))
        self.assertEqual([row[0] for row in rows[:2]], self.listed(*filters, '--limit', '2', '--sort-key', 'name',
                                                                   '--sort-dir', 'asc'))
        self.assertEqual([], self.listed(*filters, '--property-filter', 'Capitals=kept'))
        self.assertNotIn(images[0].id, self.listed(user='bob'))

    def test_update(self):
        image = self.make(a='1', b='2')
        updated = self.succeed(
            'image-update', image.id, '--name', 'Über', '--min-ram', '9', '--min-disk', '1',
            '--property', 'b=3', '--property', 'c.D:e=x y', '--property', 'empty=', '--remove-property', 'a').fields()
        self.assertEqual(('Über', '9', '1', '3', 'x y', ''),
                         tuple(updated[key] for key in ('name', 'min_ram', 'min_disk', 'b', 'c.D:e', 'empty')))
        self.assertNotIn('a', updated)
        for visibility in ('private', 'community', 'shared'):
            updated = self.succeed('image-update', image.id, '--visibility', visibility).fields()
            self.assertEqual((visibility, 'Über'), (updated['visibility'], updated['name']))

    def test_publish(self):
        publisher = checks.publisher()
        image = self.create('--name', checks.fresh('public'), '--visibility', 'public', *FORMATS, user=publisher)
        self.addCleanup(glance, 'image-delete', image['id'], user=publisher)  # another's may not be alice's to delete
        self.assertIn(image['id'], self.listed('--visibility', 'public', user='bob'))

    def test_hidden_and_protected(self):
        image = self.make(os_hidden=True, protected=True)
        self.assertNotIn(image.id, self.listed())
        self.assertIn(image.id, self.listed('--hidden', 'True'))
        self.fail_with('You are not permitted to delete', 'image-delete', image.id)
        self.succeed('image-update', image.id, '--hidden', 'False', '--protected', 'False')
        self.assertIn(image.id, self.listed())
        self.succeed('image-delete', image.id)

    def test_deactivate_and_reactivate(self):
        image = self.make()
        self.succeed('image-deactivate', image.id)
        self.fail_with('403', 'image-download', image.id)
        self.succeed('image-reactivate', image.id)
        self.assertEqual(BYTES, self.succeed('image-download', image.id).output)

    def test_tags(self):
        image = self.make(data=None, tags=['a'])
        self.succeed('image-tag-update', image.id, 'b.C:d e')
        self.succeed('image-tag-delete', image.id, 'a')
        self.assertEqual(['b.C:d e'], self.library.images.get(image.id).tags)
        self.fail_with('404', 'image-tag-delete', image.id, 'a')

    def test_members(self):
        image = self.make()
        row = [image.id, BOBS_ACCOUNT]
        self.fail_with('404', 'image-show', image.id, user='bob')
        self.assertEqual([row + ['pending']], self.succeed('member-create', *row).table())
        self.assertNotIn(image.id, self.listed(user='bob'))
        self.assertIn(image.id, self.listed('--member-status', 'pending', user='bob'))
        self.assertEqual([row + ['accepted']], self.succeed('member-update', *row, 'accepted', user='bob').table())
        self.assertIn(image.id, self.listed(user='bob'))
        self.assertEqual(BYTES, self.succeed('image-download', image.id, user='bob').output)
        self.assertEqual([row + ['accepted']], self.succeed('member-list', '--image-id', image.id).table())
        self.assertEqual('accepted', self.succeed('member-get', *row).fields()['status'])
        self.succeed('member-update', *row, 'rejected', user='bob')
        self.assertNotIn(image.id, self.listed(user='bob'))
        self.fail_with('403', 'member-update', *row, 'accepted')
        self.succeed('member-delete', *row)
        self.assertEqual([], self.succeed('member-list', '--image-id', image.id).table())
        self.fail_with('404', 'image-show', image.id, user='bob')

    def test_delete(self):
        images = [self.make(data=None) for _ in range(3)]
        self.succeed('image-delete', *[image.id for image in images])
        self.assertEqual(set(), {image.id for image in images} & set(self.listed()))
        self.fail_with(f"No image with an ID of '{images[0].id}' exists.", 'image-delete', images[0].id)
        self.fail_with('404', 'image-show', images[0].id)

    def test_not_found_and_forbidden(self):
        for command in ('image-show', 'image-download', 'image-update', 'image-deactivate'):
            self.fail_with('404', command, UNKNOWN)
        image = self.make(data=None, visibility='community')
        self.fail_with('403', 'image-update', image.id, '--name', 'mine', user='bob')
        self.fail_with('You are not permitted to delete', 'image-delete', image.id, user='bob')

    def test_what_there_is_not(self):
        methods = self.succeed('import-info').fields()['import-methods']
        self.assertEqual([], json.loads(methods)['value'])
        self.fail_with('Multi Backend support is not enabled', 'stores-info')
        self.fail_with("Import method 'glance-direct' is not valid for this cloud", 'image-create-via-import', *FORMATS,
                       '--import-method', 'glance-direct', '--file', self.file)
        self.fail_with('does not support image tasks', 'image-tasks', UNKNOWN)

    def test_metadata_definitions(self):
        namespaces = [row[0] for row in self.succeed('md-namespace-list', '--page-size', '2').table()]
        self.assertLessEqual({'Plankton::boot', 'Plankton::login', 'Plankton::openstack'}, set(namespaces))
        self.assertEqual([], self.succeed('md-namespace-list', '--resource-types', 'OS::Nova::Flavor').table())
        self.assertEqual([['OS::Glance::Image']], self.succeed('md-resource-type-list').table())
        self.assertEqual('True', self.succeed('md-namespace-show', 'Plankton::boot').fields()['protected'])
        for namespace in ('Plankton::boot', 'Plankton::openstack'):
            key, title, _ = self.succeed('md-property-list', namespace).table()[0]
            self.assertEqual(title, self.succeed('md-property-show', namespace, key).fields()['title'])
            for command in ('md-object-list', 'md-tag-list'):
                self.assertEqual([], self.succeed(command, namespace).table())
            types = self.succeed('md-namespace-resource-type-list', namespace).table()
            self.assertEqual(['OS::Glance::Image'], [row[0] for row in types])
        self.fail_with('there is no such namespace', 'md-namespace-show', 'OS::Compute::Hypervisor')
        self.fail_with('has no such property', 'md-property-show', 'Plankton::boot', 'colour')
        for command in (('md-namespace-delete', 'Plankton::boot'), ('md-property-delete', 'Plankton::boot', 'SWAP'),
                        ('md-namespace-create', 'Mine'), ('md-tag-create', 'Plankton::boot', '--name', 'mine')):
            self.fail_with('cannot be changed here', *command)

    def test_explain(self):
        self.assertIn('disk_format', [row[0] for row in self.succeed('explain', 'image').table()])

    def test_endpoint_and_token_without_a_catalogue(self):
        image = self.make()
        token = checks.session_of('alice').get_token()
        direct = ('--os-image-url', checks.REGISTRY, '--os-auth-token')
        self.assertIn([image.id, image.name], self.succeed(*direct, token, 'image-list', '--page-size', '1').table())
        self.fail_with('Invalid OpenStack Identity credentials', *direct, 'nobodys', 'image-list')


if __name__ == '__main__':
    checks.main()
