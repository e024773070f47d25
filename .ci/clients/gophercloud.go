// gophercloud's image service, version 2: what Terraform, OpenTofu, Packer and Cluster API speak through. It takes no
// success but the one of the documentation, no time but RFC 3339's, and no size that is a string.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run gophercloud.go
package main

import (
	"bytes"
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io/ioutil"
	"os"
	"reflect"
	"sort"
	"strings"
	"time"

	"github.com/gophercloud/gophercloud"
	"github.com/gophercloud/gophercloud/openstack"
	"github.com/gophercloud/gophercloud/openstack/identity/v3/tokens"
	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/imagedata"
	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/imageimport"
	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/images"
	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/members"
)

const unknown = "00000000-0000-4000-8000-000000000000"

var (
	alice, alicesAccount = login("alice")
	bob, bobsAccount     = login("bob")
	content              = random(100_000)
	properties           = map[string]string{
		"os_distro":               "arch",
		"hw.disk:bus":             "virtio",
		"trait:HW_CPU_X86_AVX2":   "required",
		"Capitals":                "Kept",
		"capitals":                "kept, too",
		"empty":                   "",
		"long":                    strings.Repeat("Ünï x=y, ", 400),
		"block_device_mapping":    `[{"boot_index": 0, "source_type": "snapshot"}]`,
		"owner_specified.openst/": "~",
	}
	// Ends what a check has made.
	cleanups []func()
)

var checks = []struct {
	name string
	run  func()
}{
	{"create without bytes", func() {
		made := create(images.CreateOpts{Name: fresh("Ünï/x y%z"), DiskFormat: "raw", ContainerFormat: "bare"})
		for _, image := range []*images.Image{made, get(alice, made.ID)} {
			expect(images.ImageStatusQueued, image.Status)
			expect(images.ImageVisibilityShared, image.Visibility)
			expect(made.Name, image.Name)
			expect(int64(0), image.SizeBytes)
			expect("", image.Checksum)
			expect(alicesAccount, image.Owner)
			expect([]string{}, image.Tags)
			expect("/v2/images/"+made.ID+"/file", image.File)
			expect("/v2/schemas/image", image.Schema)
			expect(true, time.Since(image.CreatedAt) < time.Minute && !image.UpdatedAt.Before(image.CreatedAt))
			expect(0, len(image.OpenStackImageImportMethods))
		}
	}},
	{"create with everything, upload, download", func() {
		yes, community := true, images.ImageVisibilityCommunity
		made := create(images.CreateOpts{Name: fresh("image"), DiskFormat: "raw", ContainerFormat: "bare", MinDisk: 2,
			MinRAM: 64, Protected: &yes, Visibility: &community, Tags: []string{"x.y:z", "Big"}, Properties: properties})
		must(imagedata.Upload(alice, made.ID, bytes.NewReader(content)).ExtractErr())
		for _, client := range []*gophercloud.ServiceClient{alice, bob} {
			image := get(client, made.ID)
			expect(images.ImageStatusActive, image.Status)
			expect(int64(len(content)), image.SizeBytes)
			expect(md5Of(content), image.Checksum)
			expect("raw bare", image.DiskFormat+" "+image.ContainerFormat)
			expect(2, image.MinDiskGigabytes)
			expect(64, image.MinRAMMegabytes)
			expect(true, image.Protected)
			expect(community, image.Visibility)
			sort.Strings(image.Tags)
			expect([]string{"Big", "x.y:z"}, image.Tags)
			for key, value := range properties {
				expect(value, image.Properties[key])
			}
			expect("sha512", image.Properties["os_hash_algo"])
			expect(content, download(client, made.ID))
		}
		refused(403, images.Delete(alice, made.ID).ExtractErr())
	}},
	{"create with an id", func() {
		made := create(images.CreateOpts{Name: "x", ID: uuid()})
		_, err := images.Create(alice, images.CreateOpts{Name: "y", ID: made.ID}).Extract()
		refused(409, err)
	}},
	{"upload in chunks", func() {
		made := create(images.CreateOpts{Name: "x", DiskFormat: "raw", ContainerFormat: "bare"})
		// What Go does not know the length of goes in chunks.
		must(imagedata.Upload(alice, made.ID, ioutil.NopCloser(bytes.NewReader(content))).ExtractErr())
		expect(md5Of(content), get(alice, made.ID).Checksum)
		refused(409, imagedata.Upload(alice, made.ID, bytes.NewReader(content)).ExtractErr())
	}},
	{"upload of no bytes", func() {
		made := create(images.CreateOpts{Name: "x", DiskFormat: "raw", ContainerFormat: "bare"})
		must(imagedata.Upload(alice, made.ID, bytes.NewReader(nil)).ExtractErr())
		image := get(alice, made.ID)
		expect(images.ImageStatusActive, image.Status)
		expect(int64(0), image.SizeBytes)
		expect([]byte{}, download(alice, made.ID))
	}},
	{"no import", func() {
		info, err := imageimport.Get(alice).Extract()
		must(err)
		expect([]string{}, info.ImportMethods.Value)
	}},
	{"update", func() {
		made := create(images.CreateOpts{Name: "x", Properties: map[string]string{"a": "1", "b": "2"},
			Tags: []string{"old"}})
		changed := update(made.ID,
			images.ReplaceImageName{NewName: "Über"},
			images.ReplaceImageTags{NewTags: []string{"new"}},
			images.ReplaceImageMinDisk{NewMinDisk: 3},
			images.ReplaceImageMinRam{NewMinRam: 65},
			images.UpdateImageProperty{Op: images.RemoveOp, Name: "a"},
			images.UpdateImageProperty{Op: images.ReplaceOp, Name: "b", Value: "3"},
			images.UpdateImageProperty{Op: images.AddOp, Name: "c.D:e~1", Value: ""})
		for _, image := range []*images.Image{changed, get(alice, made.ID)} {
			expect("Über 3 65", fmt.Sprint(image.Name, " ", image.MinDiskGigabytes, " ", image.MinRAMMegabytes))
			expect([]string{"new"}, image.Tags)
			expect(nil, image.Properties["a"])
			expect("3", image.Properties["b"])
			expect("", image.Properties["c.D:e/"])
		}
		expect(0, len(update(made.ID, images.ReplaceImageTags{NewTags: []string{}}).Tags))
	}},
	{"update of what cannot be", func() {
		made := create(images.CreateOpts{Name: "x"})
		for status, patch := range map[int]images.Patch{
			403: images.ReplaceImageChecksum{Checksum: md5Of(content)},
			409: images.UpdateImageProperty{Op: images.RemoveOp, Name: "none"},
			400: images.UpdateVisibility{Visibility: "secret"},
		} {
			_, err := images.Update(alice, made.ID, images.UpdateOpts{
				images.ReplaceImageName{NewName: "changed"}, patch}).Extract()
			refused(status, err)
		}
		expect("x", get(alice, made.ID).Name) // all of it or nothing
	}},
	{"visibility", func() {
		made := create(images.CreateOpts{Name: "x"})
		for _, visibility := range []images.ImageVisibility{
			images.ImageVisibilityPrivate, images.ImageVisibilityCommunity, images.ImageVisibilityShared} {
			expect(visibility, update(made.ID, images.UpdateVisibility{Visibility: visibility}).Visibility)
			_, err := images.Get(bob, made.ID).Extract()
			if visibility == images.ImageVisibilityCommunity {
				must(err)
			} else {
				refused(404, err)
			}
			expect(false, listed(bob, images.ListOpts{})[made.ID])
			expect(true, listed(alice, images.ListOpts{Visibility: visibility})[made.ID])
		}
	}},
	{"publish", func() {
		client := alice
		if os.Getenv("PUBLISH") != "anyone" {
			client, _ = login("admin")
		}
		made, err := images.Create(client, images.CreateOpts{Name: "x"}).Extract()
		must(err)
		defer images.Delete(client, made.ID)
		_, err = images.Update(client, made.ID, images.UpdateOpts{
			images.UpdateVisibility{Visibility: images.ImageVisibilityPublic}}).Extract()
		must(err)
		expect(true, listed(bob, images.ListOpts{Visibility: images.ImageVisibilityPublic})[made.ID])
		refused(403, images.Delete(bob, made.ID).ExtractErr())
	}},
	{"deactivate and reactivate", func() {
		// Not an operation of its, but of those who send what it does not know.
		made := upload(images.CreateOpts{Name: "x"})
		act := func(action string) {
			_, err := alice.Post(alice.ServiceURL("images", made.ID, "actions", action), nil, nil,
				&gophercloud.RequestOpts{OkCodes: []int{204}})
			must(err)
		}
		act("deactivate")
		expect(images.ImageStatusDeactivated, get(alice, made.ID).Status)
		refused(403, imagedata.Download(alice, made.ID).Err)
		act("reactivate")
		expect(content, download(alice, made.ID))
	}},
	{"members", func() {
		made := upload(images.CreateOpts{Name: "x"})
		member, err := members.Create(alice, made.ID, bobsAccount).Extract()
		must(err)
		expect([]string{bobsAccount, made.ID, "pending", "/v2/schemas/member"},
			[]string{member.MemberID, member.ImageID, member.Status, member.Schema})
		expect(false, listed(bob, images.ListOpts{})[made.ID])
		expect(true, listed(bob, images.ListOpts{MemberStatus: images.ImageMemberStatusPending})[made.ID])
		for _, status := range []string{"accepted", "rejected"} {
			member, err = members.Update(bob, made.ID, bobsAccount, members.UpdateOpts{Status: status}).Extract()
			must(err)
			expect(status, member.Status)
			member, err = members.Get(alice, made.ID, bobsAccount).Extract()
			must(err)
			expect(status, member.Status)
			expect(status == "accepted", listed(bob, images.ListOpts{})[made.ID])
			expect(content, download(bob, made.ID))
		}
		_, err = members.Update(alice, made.ID, bobsAccount, members.UpdateOpts{Status: "accepted"}).Extract()
		refused(403, err)
		pages, err := members.List(alice, made.ID).AllPages()
		must(err)
		all, err := members.ExtractMembers(pages)
		must(err)
		expect(1, len(all))
		must(members.Delete(alice, made.ID, bobsAccount).ExtractErr())
		_, err = images.Get(bob, made.ID).Extract()
		refused(404, err)
	}},
	{"list by filters", func() {
		made := upload(images.CreateOpts{Name: fresh("listed"), Tags: []string{"a b", "c"}})
		// Sizes, which it does not send in this release, are not among them.
		long, soon := made.CreatedAt.Add(-time.Hour), made.CreatedAt.Add(time.Hour)
		for _, query := range []images.ListOpts{
			{Name: made.Name}, {Name: "in:none," + made.Name}, {ID: "in:" + unknown + "," + made.ID},
			{Status: "in:saving,active"}, {Owner: alicesAccount}, {Tags: []string{"a b", "c"}},
			{DiskFormat: "in:iso,raw"}, {ContainerFormat: "bare"}, {Visibility: "all"},
			{CreatedAtQuery: &images.ImageDateQuery{Date: long, Filter: images.FilterGT}},
			{UpdatedAtQuery: &images.ImageDateQuery{Date: soon, Filter: images.FilterLTE}},
		} {
			expect(fmt.Sprint(query, true), fmt.Sprint(query, listed(alice, query)[made.ID]))
		}
		for _, query := range []images.ListOpts{
			{Name: "none"}, {Status: images.ImageStatusQueued},
			{Owner: bobsAccount}, {Tags: []string{"a b", "d"}}, {DiskFormat: "iso"},
			{CreatedAtQuery: &images.ImageDateQuery{Date: long, Filter: images.FilterLT}},
		} {
			expect(fmt.Sprint(query, false), fmt.Sprint(query, listed(alice, query)[made.ID]))
		}
	}},
	{"list in pages and in order", func() {
		tag, made := fresh("page"), []string{}
		for number := 0; number < 27; number++ {
			made = append(made, create(images.CreateOpts{Name: fmt.Sprintf("%02d", number), Tags: []string{tag}}).ID)
		}
		for _, limit := range []int{0, 5, 27} {
			query := images.ListOpts{Tags: []string{tag}, Limit: limit}
			query.Sort = "name:asc"
			expect(made, list(alice, query))
			query.Sort, query.SortKey, query.SortDir = "", "name", "asc"
			expect(made, list(alice, query))
		}
		expect(made[20:], list(alice, images.ListOpts{Tags: []string{tag}, Sort: "name:asc", Marker: made[19]}))
	}},
	{"delete", func() {
		made := upload(images.CreateOpts{Name: "x"})
		must(images.Delete(alice, made.ID).ExtractErr())
		_, err := images.Get(alice, made.ID).Extract()
		refused(404, err)
		refused(404, images.Delete(alice, made.ID).ExtractErr())
		expect(false, listed(alice, images.ListOpts{})[made.ID])
	}},
	{"not found", func() {
		_, err := images.Get(alice, unknown).Extract()
		refused(404, err)
		refused(404, imagedata.Download(alice, unknown).Err)
		refused(404, imagedata.Upload(alice, unknown, bytes.NewReader(content)).ExtractErr())
		_, err = members.Create(alice, unknown, bobsAccount).Extract()
		refused(404, err)
	}},
}

type failed string

func expect(expected, actual interface{}) {
	if !reflect.DeepEqual(expected, actual) {
		panic(failed(fmt.Sprintf("expected %.300v, but it is %.300v", expected, actual)))
	}
}

func must(err error) {
	if err != nil {
		panic(failed(err.Error()))
	}
}

func refused(status int, err error) {
	if code, is := err.(gophercloud.StatusCodeError); !is || code.GetStatusCode() != status {
		panic(failed(fmt.Sprintf("expected %d, but it is %v", status, err)))
	}
}

func login(user string) (*gophercloud.ServiceClient, string) {
	provider, err := openstack.AuthenticatedClient(gophercloud.AuthOptions{
		IdentityEndpoint: os.Getenv("OS_AUTH_URL"), Username: user, Password: os.Getenv("OS_PASSWORD"),
		TenantName: user, DomainID: "default"})
	must(err)
	project, err := provider.GetAuthResult().(tokens.CreateResult).ExtractProject()
	must(err)
	client, err := openstack.NewImageServiceV2(provider, gophercloud.EndpointOpts{Region: os.Getenv("OS_REGION_NAME")})
	must(err)
	return client, project.ID
}

func create(options images.CreateOpts) *images.Image {
	image, err := images.Create(alice, options).Extract()
	must(err)
	cleanups = append(cleanups, func() {
		images.Update(alice, image.ID, images.UpdateOpts{unprotect{}})
		images.Delete(alice, image.ID)
	})
	return image
}

// With bytes, and the formats that they need.
func upload(options images.CreateOpts) *images.Image {
	options.DiskFormat, options.ContainerFormat = "raw", "bare"
	made := create(options)
	must(imagedata.Upload(alice, made.ID, bytes.NewReader(content)).ExtractErr())
	return get(alice, made.ID)
}

// A patch that this release of gophercloud does not have.
type unprotect struct{}

func (unprotect) ToImagePatchMap() map[string]interface{} {
	return map[string]interface{}{"op": "replace", "path": "/protected", "value": false}
}

func get(client *gophercloud.ServiceClient, id string) *images.Image {
	image, err := images.Get(client, id).Extract()
	must(err)
	return image
}

func update(id string, patches ...images.Patch) *images.Image {
	image, err := images.Update(alice, id, images.UpdateOpts(patches)).Extract()
	must(err)
	return image
}

func download(client *gophercloud.ServiceClient, id string) []byte {
	result := imagedata.Download(client, id)
	reader, err := result.Extract()
	must(err)
	defer reader.Close()
	data, err := ioutil.ReadAll(reader)
	must(err)
	expect(md5Of(data), result.Header.Get("Content-MD5"))
	return data
}

func list(client *gophercloud.ServiceClient, query images.ListOpts) []string {
	pages, err := images.List(client, query).AllPages()
	must(err)
	all, err := images.ExtractImages(pages)
	must(err)
	ids := []string{}
	for _, image := range all {
		ids = append(ids, image.ID)
	}
	return ids
}

func listed(client *gophercloud.ServiceClient, query images.ListOpts) map[string]bool {
	ids := map[string]bool{}
	for _, id := range list(client, query) {
		ids[id] = true
	}
	return ids
}

func random(length int) []byte {
	some := make([]byte, length)
	_, err := rand.Read(some)
	must(err)
	return some
}

func fresh(what string) string { return what + " " + hex.EncodeToString(random(4)) }

func uuid() string {
	some := hex.EncodeToString(random(16))
	return some[:8] + "-" + some[8:12] + "-4" + some[13:16] + "-8" + some[17:20] + "-" + some[20:]
}

func md5Of(data []byte) string {
	sum := md5.Sum(data)
	return hex.EncodeToString(sum[:])
}

// Whether it passed.
func passes(name string, run func()) (passed bool) {
	defer func() {
		for _, cleanup := range cleanups {
			cleanup()
		}
		cleanups = nil
		if problem := recover(); problem != nil {
			if _, is := problem.(failed); !is {
				panic(problem)
			}
			fmt.Printf("%s ... FAIL: %v\n", name, problem)
		} else {
			fmt.Printf("%s ... ok\n", name)
		}
	}()
	run()
	return true
}

func main() {
	count := 0
	for _, check := range checks {
		if passes(check.name, check.run) {
			count++
		}
	}
	fmt.Printf("%d passed, %d failed\n", count, len(checks)-count)
	if count < len(checks) {
		os.Exit(1)
	}
}
