package snmp

import (
	"slices"
	"strings"
)

// role is what modules know of an object; several may hold.
type role uint8

const (
	isSerial   role = 1 << iota
	isName          // of the device
	isPart          // the name of an outlet, a branch or a sensor
	isLocation      //
	isContact       //
	isModel         // a maker, a model or a version
	isCoded         // words of its MIB, or numbers

	isOwn = isSerial | isName | isPart | isLocation | isContact
)

// A knownObject is what modules know of one instance.
type knownObject struct {
	is    role
	words []map[string]bool // texts that mean something to a module, lower case
	like  []string          // the same, with "*" at an end
}

// means says whether a text means something to a module, so that it cannot be replaced.
func (o *knownObject) means(text string) bool {
	low := strings.ToLower(text)
	return slices.ContainsFunc(o.words, func(m map[string]bool) bool { return m[low] }) ||
		slices.ContainsFunc(o.like, func(want string) bool { return matches(low, want) })
}

// A use is one way in which a module reads an object.
type use struct {
	at    pattern
	whole bool // at has no placeholders, and is a column all the same
	knownObject
}

// knownObjects is what modules know of all objects.
type knownObjects struct {
	byColumn map[string][]use
	words    map[string]bool // of all modules
	codecs   []*Module
}

func newObjects(modules []*Module) *knownObjects {
	o := &knownObjects{byColumn: map[string][]use{}, words: map[string]bool{}}
	o.add(pattern{column: "1.3.6.1.2.1.1.4.0"}, knownObject{is: isContact})
	o.add(pattern{column: sysName}, knownObject{is: isName})
	o.add(pattern{column: sysLocation}, knownObject{is: isLocation})
	o.add(pattern{column: "1.3.6.1.2.1.33.1.1.5.0"}, knownObject{is: isName}) // upsIdentName
	o.add(pattern{column: "1.3.6.1.2.1.33.1.1.6.0"}, knownObject{is: isName}) // upsIdentAttachedDevices
	for column, is := range map[string]role{
		"8": isModel, "9": isModel, "10": isModel, "12": isModel, "13": isModel, // revisions, maker, model
		"11": isSerial, "14": isName, "15": isName, // entPhysicalSerialNum, Alias, AssetID
	} {
		o.addUse(use{at: pattern{column: "1.3.6.1.2.1.47.1.1.1.1." + column}, whole: true, knownObject: knownObject{is: is}})
	}
	for _, m := range modules {
		o.module(m)
	}
	return o
}

func (o *knownObjects) add(at pattern, what knownObject) { o.addUse(use{at: at, knownObject: what}) }

func (o *knownObjects) addUse(u use) { o.byColumn[u.at.column] = append(o.byColumn[u.at.column], u) }

// ref adds an object that a row looks at.
func (o *knownObjects) ref(r ref, what knownObject) {
	o.addUse(use{at: r.at, whole: r.same, knownObject: what})
}

func (o *knownObjects) module(m *Module) {
	for field, is := range map[string]role{
		"serial": isSerial, "name": isName, "location": isLocation,
		"model": isModel, "manufacturer": isModel, "firmware": isModel,
	} {
		for _, s := range m.info[field] {
			// sysDescr is a model for some, and often ends in a serial number.
			if s.word == "" && s.at.column != sysDescr {
				o.add(s.at, knownObject{is: is})
			}
		}
	}
	for _, r := range m.rows {
		o.row(r)
	}
	for _, s := range m.status {
		words := map[string]bool{}
		for word := range s.means {
			words[word] = true
		}
		o.coded(s.at, words)
		o.source(&s.device)
		o.conditions(s.when)
	}
	if m.codec != nil {
		o.codecs = append(o.codecs, m)
		for _, column := range m.codec.columns {
			if !toldByCodec(column) {
				o.addUse(use{at: pattern{column: m.root + column}, whole: true, knownObject: knownObject{is: isCoded}})
			}
		}
	}
}

// toldByCodec says whether a column that a codec reads holds texts of any meaning.
func toldByCodec(column string) bool {
	return slices.Contains([]string{
		entityName, entityDescr, rittalAlias, ".4.2.2.1.10", rittalValue, liebertValue,
	}, column)
}

// covers says whether the use is of an instance with this index, "" for none.
func (u *use) covers(index string) bool {
	if index == "" || u.at.instance() {
		return (index == "") != u.whole && u.at.instance()
	}
	_, ok := u.at.match(index)
	return ok
}

// of returns what modules know of an instance.
func (o *knownObjects) of(oid string) knownObject {
	var all knownObject
	for end := len(oid); end > 0; end = strings.LastIndexByte(oid[:end], '.') {
		for i := range o.byColumn[oid[:end]] {
			u := &o.byColumn[oid[:end]][i]
			if !u.covers(strings.TrimPrefix(oid[end:], ".")) {
				continue
			}
			all.is |= u.is
			all.words = append(all.words, u.words...)
			all.like = append(all.like, u.like...)
		}
	}
	return all
}

// indexOf returns where the index of an instance begins, as far as a module knows.
func (o *knownObjects) indexOf(oid string) int {
	for end := len(oid); end > 0; end = strings.LastIndexByte(oid[:end], '.') {
		if len(o.byColumn[oid[:end]]) > 0 {
			return strings.Count(oid[:end], ".") + 1
		}
	}
	return 0
}
