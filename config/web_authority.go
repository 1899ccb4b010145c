package config

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"path/filepath"
	"slices"
)

// Vouched says whether an authority that is demanded now is behind a certificate, given the chains that were found
// when the connection began: that may be long ago.
func (a WebAccess) Vouched(chains [][]*x509.Certificate) bool {
	return slices.ContainsFunc(chains, func(chain []*x509.Certificate) bool {
		return len(chain) > 0 && (a.authorities == nil || slices.ContainsFunc(a.authorities, func(known []byte) bool {
			return bytes.Equal(known, chain[len(chain)-1].Raw)
		}))
	})
}

// authorities reads who may have signed the certificates of clients. Without any in the file it is nobody; without a
// file it is nil.
func (f webFile) authorities(name string) (list [][]byte, err error) {
	text := []byte(f.TLS.ClientCA)
	if file := f.TLS.CAFile; file != "" {
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(name), file)
		}
		if text, err = readBounded(file); err != nil {
			return nil, err
		}
	} else if len(text) == 0 {
		return nil, nil
	}
	list = [][]byte{}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			list = append(list, block.Bytes)
		}
	}
	return list, nil
}
