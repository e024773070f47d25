# fog-openstack, version 1 of the image service, found in Keystone's catalogue by the type that fog looks for.
#
# By name it finds images in lists alone. Bytes it can only send: no release of it ever downloaded any in this version.

require 'digest'
require 'fog/openstack'
require 'minitest'
require 'securerandom'
require 'tempfile'

def service_of(user)
  Fog::OpenStack::Image::V1.new(
    openstack_auth_url: ENV.fetch('OS_AUTH_URL').delete_suffix('/v3'),
    openstack_username: user,
    openstack_api_key: ENV.fetch('OS_PASSWORD'),
    openstack_project_name: user,
    openstack_user_domain_id: 'default',
    openstack_project_domain_id: 'default'
  )
end

BYTES = SecureRandom.random_bytes(100_000)
ALICE = service_of('alice')
BOB = service_of('bob')
CAROL = service_of('carol')

class FogTest < Minitest::Test
  def setup
    @made = []
  end

  def teardown
    @made.each do |id|
      ALICE.delete_image(id)
    rescue Fog::OpenStack::Image::NotFound
      nil # the check has deleted it
    end
  end

  def self.test(name, &body)
    define_method("test_#{name.tr(' ', '_')}", &body)
  end

  # An image of alice's, with bytes; it is gone after the check.
  def upload(fields = {})
    file = Tempfile.create('image')
    file.binmode
    file.write(BYTES)
    file.close
    image = ALICE.images.create({ name: fresh, disk_format: 'raw', container_format: 'bare',
                                  location: file.path }.merge(fields))
    @made << image.id
    image
  ensure
    File.delete(file.path)
  end

  def fresh
    "image #{SecureRandom.hex(4)}"
  end

  def account(service)
    service.current_tenant['id']
  end

  def refused(status, &request)
    error = assert_raises(Excon::Error::HTTPStatus, &request)
    assert_equal status, error.response.status
    error
  end

  test 'create with bytes' do
    image = upload(properties: { 'os_family' => 'linux' })
    assert_equal ['active', BYTES.size], [image.status, image.size]
    assert_equal Digest::MD5.hexdigest(BYTES), image.checksum
    assert_equal [false, account(ALICE)], [image.is_public, image.owner]
    assert_equal({ 'os_family' => 'linux' }, image.properties)
  end

  test 'create without bytes' do
    image = ALICE.images.create(name: fresh, disk_format: 'raw', container_format: 'bare')
    @made << image.id
    assert_equal 'queued', image.status
  end

  test 'show by id' do
    made = upload(is_public: true, min_ram: 512, min_disk: 3, properties: { 'os_family' => 'linux', 'cores' => 2 })
    image = ALICE.images.find_by_id(made.id)
    assert_equal [made.id, made.name, 'active', BYTES.size], [image.id, image.name, image.status, image.size]
    assert_equal ['raw', 'bare', 512, 3], [image.disk_format, image.container_format, image.min_ram, image.min_disk]
    assert_equal [true, false, false], [image.is_public, image.protected, image.deleted]
    assert_equal [made.checksum, account(ALICE)], [image.checksum, image.owner]
    assert_equal({ 'os_family' => 'linux', 'cores' => 2 }, image.properties)
    assert_kind_of Time, image.created_at
    assert_equal made.id, image.metadata['X-Image-Meta-Id']
  end

  test 'list in detail and in brief' do
    made = upload
    assert_includes ALICE.images.all.map(&:id), made.id
    brief = ALICE.images.summary.find { |image| image.id == made.id }
    assert_equal [made.name, BYTES.size, made.checksum], [brief.name, brief.size, brief.checksum]
    refute_includes BOB.images.all.map(&:id), made.id
  end

  test 'find by name and by other attributes' do
    made = upload(name: "Ünï & more #{SecureRandom.hex(4)}")
    assert_equal [[made.id, made.name]], ALICE.images.all(name: made.name).map { |image| [image.id, image.name] }
    assert_equal [made.id], ALICE.images.find_by_name(made.name).map(&:id)
    assert_includes ALICE.images.find_by_size_min(BYTES.size).map(&:id), made.id
    refute_includes ALICE.images.find_by_size_max(BYTES.size - 1).map(&:id), made.id
  end

  test 'public and private' do
    published = upload(is_public: true)
    kept = upload
    assert_includes BOB.images.public.map(&:id), published.id
    assert_includes ALICE.images.private.map(&:id), kept.id
    refute_includes ALICE.images.private.map(&:id), published.id
  end

  test 'update' do
    image = upload(properties: { 'a' => '1', 'b' => '2' })
    image.name = 'renamed'
    image.properties = { 'a' => '3' } # replaced as a whole
    image.update
    shown = ALICE.images.get(image.id)
    assert_equal ['renamed', { 'a' => 3 }], [shown.name, shown.properties]
    assert_equal [BYTES.size, image.checksum], [shown.size, shown.checksum]
  end

  test 'update of what was shown sends all of it back' do
    image = ALICE.images.get(upload(properties: { 'a' => 'x y' }).id)
    image.is_public = true
    image.update
    shown = BOB.images.get(image.id)
    assert_equal [true, { 'a' => 'x y' }], [shown.is_public, shown.properties]
  end

  test 'members' do
    image = upload
    assert_nil BOB.images.get(image.id)
    image.add_member(account(BOB))
    assert_equal [{ 'member_id' => account(BOB), 'can_share' => false }], image.members
    assert_equal image.id, BOB.images.get(image.id).id
    image.update_members([{ 'member_id' => account(CAROL) }])
    assert_equal [account(CAROL)], image.members.map { |member| member['member_id'] }
    image.remove_member(account(CAROL))
    assert_empty image.members
    assert_nil CAROL.images.get(image.id)
  end

  test 'shared images' do
    image = upload
    image.add_member(account(BOB))
    shared = BOB.get_shared_images(account(BOB)).body['shared_images']
    assert_includes shared, { 'image_id' => image.id, 'can_share' => false }
    assert_equal shared, ALICE.get_shared_images(account(BOB)).body['shared_images']
  end

  test 'delete' do
    image = upload
    assert image.destroy
    assert_nil ALICE.images.get(image.id)
    refute_includes ALICE.images.all.map(&:id), image.id
  end

  test 'not found' do
    unknown = SecureRandom.uuid
    assert_nil ALICE.images.get(unknown)
    error = assert_raises(Fog::OpenStack::Image::NotFound) { ALICE.delete_image(unknown) }
    assert_includes error.message, 'there is no such image'
    assert_raises(Fog::OpenStack::Image::NotFound) { ALICE.get_image_members(unknown) }
  end

  test 'forbidden' do
    image = upload(is_public: true)
    refused(403) { BOB.delete_image(image.id) }
    refused(403) { BOB.update_image(id: image.id, name: 'mine') }
  end

  test 'malformed' do
    error = refused(400) { upload(disk_format: 'floppy') }
    assert_includes error.response.body, 'disk-format'
    refused(400) { upload(checksum: '0' * 32) }
  end
end

# The last line says how many checks passed and failed.
class Count < Minitest::StatisticsReporter
  def report
    super
    refused = failures + errors
    io.puts "#{count - refused} passed, #{refused} failed"
  end
end

module Minitest
  def self.plugin_count_init(options)
    reporter << Count.new(options[:io], options)
  end
end

Minitest.extensions << 'count'
exit Minitest.run(%w[--verbose])
