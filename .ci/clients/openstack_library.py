"""openstacksdk, version 2 of the image API: what Ansible's collection and scripts use, by both of its layers."""

import hashlib
import io
import tempfile

import checks
import openstack
from checks import BYTES, FORMATS, PROPERTIES, UNKNOWN
from openstack import exceptions

ALICES_ACCOUNT, BOBS_ACCOUNT = (checks.account_of(user) for user in ('alice', 'bob'))


def cloud_of(user):
    return openstack.connection.Connection(session=checks.session_of(user), region_name=checks.REGION)


ALICES_CLOUD = cloud_of('alice')
ALICE, BOB = ALICES_CLOUD.image, cloud_of('bob').image
PUBLISHER = cloud_of(checks.publisher()).image


def ids(images):
    return [image.id for image in images]


class OpenstackLibrary(checks.ImagesV2):
    def create(self, **fields):
        image = ALICE.create_image(**{
            'name': checks.fresh('image'), **FORMATS, 'data': BYTES, 'allow_duplicates': True, **fields})
        self.end_with_check(image.id)
        return image

    def refused(self, code, ask, *arguments, **options):
        with self.assertRaises(exceptions.HttpException) as refused:
            ask(*arguments, **options)
        self.assertEqual(code, refused.exception.status_code)
        return refused.exception

    def test_create_with_everything(self):
        made = self.create(
            min_ram=64, min_disk=2, visibility='community', tags=['x.y:z', 'Big'], validate_checksum=True,
            meta={'is_protected': True, 'is_hidden': True}, **PROPERTIES)
        for image in (ALICE.get_image(made.id), BOB.get_image(made.id), ALICE.find_image(made.name)):
            self.assertEqual(
                (made.id, made.name, 'active', len(BYTES), hashlib.md5(BYTES).hexdigest(), 'sha512',
                 hashlib.sha512(BYTES).hexdigest(), 64, 2, True, True, 'community', ALICES_ACCOUNT, ['Big', 'x.y:z']),
                (image.id, image.name, image.status, image.size, image.checksum, image.hash_algo, image.hash_value,
                 image.min_ram, image.min_disk, image.is_protected, image.is_hidden, image.visibility, image.owner,
                 sorted(image.tags)))
            # Some properties are fields to it.
            self.assertEqual(PROPERTIES, {**{key: image.properties.get(key) for key in PROPERTIES},
                                          'os_distro': image.os_distro})
            self.assertEqual(hashlib.sha256(BYTES).hexdigest(), image.properties['owner_specified.openstack.sha256'])

    def test_create_from_a_file(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(BYTES)
            file.flush()
            image = self.create(data=None, filename=file.name)
        self.assertEqual(('active', len(BYTES)), (ALICE.get_image(image.id).status, ALICE.get_image(image.id).size))

    def test_create_from_a_stream(self):
        # Without a length, in chunks.
        image = self.create(data=(BYTES[start:start + 10_000] for start in range(0, len(BYTES), 10_000)))
        self.assertEqual(hashlib.md5(BYTES).hexdigest(), ALICE.get_image(image.id).checksum)

    def test_create_again_what_is_there(self):
        name = checks.fresh('twice')
        made = self.create(name=name, validate_checksum=True)
        self.assertEqual(made.id, ALICE.create_image(name, data=BYTES, validate_checksum=True, **FORMATS).id)

    def test_create_of_a_failing_upload_leaves_nothing(self):
        name = checks.fresh('formless')
        with self.assertRaises(exceptions.SDKException):
            ALICE.create_image(name, data=BYTES, validate_checksum=True, md5='0' * 32, **FORMATS)
        self.assertIsNone(ALICE.find_image(name))

    def test_import_is_not_offered(self):
        name = checks.fresh('imported')
        with self.assertRaisesRegex(exceptions.SDKException, 'does not support the image import method'):
            ALICE.create_image(name, data=BYTES, use_import=True, **FORMATS)
        self.end_with_check(ALICE.find_image(name).id)  # it was made, and stays without bytes
        self.refused(404, lambda: list(ALICE.stores()))

    def test_download(self):
        image = self.create()
        self.assertEqual(BYTES, ALICE.download_image(image.id).content)
        written = io.BytesIO()
        ALICE.download_image(image.id, stream=True, output=written)
        self.assertEqual(BYTES, written.getvalue())
        streamed = ALICE.download_image(image.id, stream=True)
        self.assertEqual(hashlib.md5(BYTES).hexdigest(), streamed.headers['Content-MD5'])
        self.assertEqual(BYTES, b''.join(streamed.iter_content(10_000)))

    def test_update_of_fields(self):
        image = self.create()
        changed = ALICE.update_image(image.id, name='Über', min_ram=9, min_disk=1, is_protected=True, is_hidden=True,
                                     tags=['b', 'a'])
        self.assertEqual(('Über', 9, 1, True, True, ['a', 'b']), (
            changed.name, changed.min_ram, changed.min_disk, changed.is_protected, changed.is_hidden,
            sorted(changed.tags)))
        shown = ALICE.get_image(image.id)
        self.assertEqual(('Über', 'active', BYTES), (shown.name, shown.status, ALICE.download_image(shown).content))

    def test_update_of_properties(self):
        image = self.make(a='1', b='2', empty='', os_distro='arch')
        shown = ALICE.get_image(image.id)
        properties = {**shown.properties, 'b': '3', 'c.D:e/~': 'x y', 'Empty': ''}
        del properties['a']
        ALICE.update_image(shown, properties=properties, os_distro='debian')
        changed = self.library.images.get(image.id)
        self.assertEqual(['3', 'x y', '', '', 'debian'],
                         [changed[key] for key in ('b', 'c.D:e/~', 'Empty', 'empty', 'os_distro')])
        self.assertNotIn('a', changed)

    def test_update_of_properties_by_the_cloud(self):
        image = self.create(a='1')
        self.assertTrue(ALICES_CLOUD.update_image_properties(name_or_id=image.id, b='2', min_ram=5))
        changed = self.library.images.get(image.id)
        self.assertEqual(('1', '2', 5), (changed['a'], changed['b'], changed.min_ram))

    def test_tags(self):
        image = self.make(data=None, tags=['a'])
        ALICE.add_tag(image.id, 'x.Y:z w')
        ALICE.remove_tag(image.id, 'a')
        self.assertEqual(['x.Y:z w'], ALICE.get_image(image.id).tags)

    def test_visibility(self):
        image = self.create(visibility='private')
        self.assertIsNone(BOB.find_image(image.id))
        for visibility, seen in (('community', True), ('shared', False), ('private', False)):
            self.assertEqual(visibility, ALICE.update_image(image.id, visibility=visibility).visibility)
            self.assertEqual(seen, BOB.find_image(image.id) is not None)
            self.assertNotIn(image.id, ids(BOB.images()))
            self.assertEqual(seen, image.id in ids(BOB.images(visibility='community')))
            self.assertIn(image.id, ids(ALICE.images(visibility=visibility)))

    def test_publish(self):
        image = PUBLISHER.create_image(checks.fresh('public'), data=BYTES, visibility='private', **FORMATS)
        self.addCleanup(PUBLISHER.delete_image, image.id)
        PUBLISHER.update_image(image.id, visibility='public')
        self.assertIn(image.id, ids(BOB.images()))
        self.assertEqual(BYTES, BOB.download_image(image.id).content)
        self.refused(403, BOB.update_image, image.id, name='mine')

    def test_hidden(self):
        image = self.create(meta={'is_hidden': True})
        self.assertNotIn(image.id, ids(ALICE.images()))
        self.assertIn(image.id, ids(ALICE.images(is_hidden=True)))
        self.assertEqual(image.id, ALICE.find_image(image.name).id)

    def test_deactivate_and_reactivate(self):
        image = self.create()
        ALICE.deactivate_image(image.id)
        self.assertEqual('deactivated', ALICE.get_image(image.id).status)
        self.assertEqual(403, ALICE.download_image(image.id, stream=True).status_code)
        ALICE.reactivate_image(image.id)
        self.assertEqual(BYTES, ALICE.download_image(image.id).content)

    def test_members(self):
        image = self.create()
        self.refused(404, BOB.get_image, image.id)
        self.assertEqual('pending', ALICE.add_member(image.id, member_id=BOBS_ACCOUNT).status)
        self.assertNotIn(image.id, ids(BOB.images()))
        self.assertIn(image.id, ids(BOB.images(member_status='pending')))
        self.assertEqual('accepted', BOB.update_member(BOBS_ACCOUNT, image.id, status='accepted').status)
        self.assertIn(image.id, ids(BOB.images()))
        self.assertEqual(BYTES, BOB.download_image(image.id).content)
        self.assertEqual([(BOBS_ACCOUNT, 'accepted')],
                         [(one.member_id or one.id, one.status) for one in ALICE.members(image.id)])
        self.assertEqual('accepted', ALICE.get_member(BOBS_ACCOUNT, image.id).status)
        BOB.update_member(BOBS_ACCOUNT, image.id, status='rejected')
        self.assertNotIn(image.id, ids(BOB.images()))
        self.refused(403, ALICE.update_member, BOBS_ACCOUNT, image.id, status='accepted')
        ALICE.remove_member(BOBS_ACCOUNT, image.id)
        self.assertEqual([], list(ALICE.members(image.id)))
        self.refused(404, BOB.get_image, image.id)

    def test_list(self):
        image = self.create(tags=['a', 'b'])
        for query in ({'name': image.name}, {'status': 'active'}, {'owner': ALICES_ACCOUNT}, {'size_min': len(BYTES)},
                      {'size_max': len(BYTES)}, {'tag': ['a', 'b']}, {'visibility': 'shared'}, {'id': image.id},
                      {'created_at': 'gt:2020-01-01T00:00:00Z'}, {'protected': 'false'}):
            self.assertIn(image.id, ids(ALICE.images(**query)), query)
        for query in ({'name': 'other'}, {'status': 'queued'}, {'size_min': len(BYTES) + 1}, {'tag': ['a', 'c']},
                      {'visibility': 'private'}, {'created_at': 'lt:2020-01-01T00:00:00Z'}):
            self.assertNotIn(image.id, ids(ALICE.images(**query)), query)
        self.assertIn(image.id, ids(ALICES_CLOUD.list_images()))

    def test_list_in_pages_and_in_order(self):
        tag = checks.fresh('page')
        by_name = [self.make(data=None, name=f'{number:02}', tags=[tag]).id for number in range(27)]
        for query in ({}, {'limit': 5}, {'limit': 27}):
            self.assertEqual(by_name, ids(ALICE.images(tag=tag, sort='name:asc', **query)))
            self.assertEqual(by_name[::-1], ids(ALICE.images(tag=tag, sort_key='name', sort_dir='desc', **query)))
        self.assertEqual(set(by_name), set(ids(ALICE.images(tag=tag))))
        self.assertEqual(5, len(list(ALICE.images(tag=tag, limit=5, paginated=False))))

    def test_delete(self):
        image = self.create(meta={'is_protected': True})
        self.refused(403, ALICE.delete_image, image.id)
        ALICE.update_image(image.id, is_protected=False)
        ALICE.delete_image(image.id)
        self.assertIsNone(ALICE.find_image(image.id))
        self.refused(404, ALICE.delete_image, image.id, ignore_missing=False)
        ALICE.delete_image(image.id)

    def test_refusals(self):
        image = self.make(visibility='community')
        for refused in (self.refused(403, ALICE.update_image, image.id, size=1),
                        self.refused(403, BOB.update_image, image.id, name='mine'),
                        self.refused(400, ALICE.update_image, image.id, visibility='secret'),
                        self.refused(400, lambda: list(ALICE.images(visibility='secret')))):
            self.assertTrue(refused.details)
        self.refused(404, ALICE.get_image, UNKNOWN)
        self.assertIsNone(ALICE.find_image('no such name'))

    def test_schemas(self):
        for schema, field in ((ALICE.get_image_schema(), 'os_hash_value'), (ALICE.get_images_schema(), 'images'),
                              (ALICE.get_member_schema(), 'member_id'), (ALICE.get_members_schema(), 'members')):
            self.assertIn(field, schema.properties)


if __name__ == '__main__':
    checks.main()
