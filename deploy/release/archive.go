package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// sums is the file of checksums, as sha256sum -c reads it.
const sums = "SHA256SUMS"

// archiver adds one file to an archive.
type archiver func(name string, mode fs.FileMode, text []byte) error

// archive writes the binary and all files into one archive: a zip where people are used to that.
func (r *release) archive(p platform, binary string) (err error) {
	name := fmt.Sprintf("argus-%s.%s", r.version, p)
	ending, pack := ".tar.gz", r.tar
	if p.os == "windows" {
		ending, pack = ".zip", r.zip
	}
	file, err := os.Create(filepath.Join(r.out, name+ending))
	if err != nil {
		return err
	}
	add, closed := pack(file)
	defer func() { err = errors.Join(err, closed(), file.Close()) }()
	text, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	if err := add(path.Join(name, p.binary()), 0o755, text); err != nil {
		return err
	}
	from := os.DirFS(filepath.Join(r.work, "files"))
	return fs.WalkDir(from, ".", func(at string, entry fs.DirEntry, err error) error { // in the order of names
		switch {
		case err != nil:
			return err
		case at == notShared:
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		text, err := fs.ReadFile(from, at)
		if err != nil {
			return err
		}
		return add(path.Join(name, at), 0o644, text)
	})
}

// tar packs files that belong to nobody in particular.
func (r *release) tar(to io.Writer) (archiver, func() error) {
	z, _ := gzip.NewWriterLevel(to, gzip.BestCompression) // a level that there is
	w := tar.NewWriter(z)
	return func(name string, mode fs.FileMode, text []byte) error {
		header := &tar.Header{
			Name: name, Mode: int64(mode), Size: int64(len(text)), ModTime: r.date, Format: tar.FormatPAX,
			Typeflag: tar.TypeReg, Uname: "root", Gname: "root",
		}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		_, err := w.Write(text)
		return err
	}, func() error { return errors.Join(w.Close(), z.Close()) }
}

func (r *release) zip(to io.Writer) (archiver, func() error) {
	w := zip.NewWriter(to)
	return func(name string, mode fs.FileMode, text []byte) error {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: r.date}
		header.SetMode(mode)
		one, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		_, err = one.Write(text)
		return err
	}, w.Close
}

// checksums writes those of everything that was made.
func (r *release) checksums() error {
	made, err := os.ReadDir(r.out) // in the order of names
	if err != nil {
		return err
	}
	var lines strings.Builder
	for _, entry := range made {
		text, err := os.ReadFile(filepath.Join(r.out, entry.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&lines, "%x  %s\n", sha256.Sum256(text), entry.Name())
	}
	return os.WriteFile(filepath.Join(r.out, sums), []byte(lines.String()), 0o644)
}
