export default function removeWorkers() {
  globalThis.removeWorkers();
}
