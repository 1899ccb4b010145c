package check

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	monitoringv1alpha1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1alpha1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// An Object is one of Kubernetes, with a name.
type Object interface {
	runtime.Object
	metav1.Object
}

// A Decoder reads objects of the groups that Argus uses.
type Decoder struct{ runtime.Decoder }

// NewDecoder returns one that takes no field that the API does not have, and none twice.
func NewDecoder() (Decoder, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		corev1.AddToScheme, appsv1.AddToScheme, networkingv1.AddToScheme, policyv1.AddToScheme,
		monitoringv1.AddToScheme, monitoringv1alpha1.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return Decoder{}, err
		}
	}
	return Decoder{serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()}, nil
}

// All reads the documents of a stream of YAML, and returns what it can with all mistakes.
func (d Decoder) All(text []byte) ([]Object, error) {
	var objects []Object
	var problems []error
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, errors.Join(problems...)
		}
		if err != nil {
			return objects, err
		}
		if empty(document) {
			continue
		}
		decoded, _, err := d.Decode(document, nil, nil)
		if err != nil {
			problems = append(problems, fmt.Errorf("%w in\n%s", err, head(document)))
			continue
		}
		object, named := decoded.(Object)
		if !named {
			problems = append(problems, fmt.Errorf("%T has no name", decoded))
			continue
		}
		objects = append(objects, object)
	}
}

// empty says whether a document has comments only.
func empty(document []byte) bool {
	for line := range bytes.Lines(document) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' && !bytes.Equal(line, []byte("---")) {
			return false
		}
	}
	return true
}

// head is enough of a document to know it by.
func head(document []byte) []byte {
	const most = 300
	return document[:min(len(document), most)]
}
